package config

import "time"

// Profile decides how strictly a service validates its settings. Tag a field of this type with
// enum:"dev,production".
type Profile string

// The profiles. Dev runs without any configuration. Production refuses to start with settings that
// are only safe on a developer's machine.
const (
	Dev        Profile = "dev"
	Production Profile = "production"
)

// IsProduction reports whether unsafe settings must be refused. It is true for every value except
// Dev, so a Config whose profile was left empty gets the strict rules.
func (p Profile) IsProduction() bool { return p != Dev }

// HSTS returns the max-age of Strict-Transport-Security (RFC 6797 §6.1.1), or 0 for no header:
// only production is served over https.
func (p Profile) HSTS(maxAge time.Duration) time.Duration {
	if !p.IsProduction() {
		return 0
	}
	return maxAge
}
