package stack

// UseTLS is useTLS.
func (s *Settings) UseTLS() error { return s.useTLS() }

// Certify does what a start with these settings does for the local CA.
func (s *Settings) Certify() error { return (&Running{Settings: s}).certify() }
