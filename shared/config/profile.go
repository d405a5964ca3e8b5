package config

// Profile says how strict a service is about its settings. Tag a field of this
// type with enum:"dev,production".
type Profile string

// The profiles. Dev runs with nothing configured; Production refuses to start
// with anything that is only fit for a laptop.
const (
	Dev        Profile = "dev"
	Production Profile = "production"
)

// IsProduction tells whether development defaults must be refused. Only Dev is
// not: a Config whose profile was forgotten is judged by the strict rules.
func (p Profile) IsProduction() bool { return p != Dev }
