package core

// User is a resource owner (RFC 6749 §1.1).
type User struct {
	Subject      string // sub: stable, never reassigned, at most 255 ASCII (OIDC Core §2)
	Username     string // what is typed at sign-in; compared after NormalizeUsername
	PasswordHash string // argon2id, PHC string
	DemoPassword string // offered as a button on the sign-in page in the dev profile, "" otherwise
	Disabled     bool
	Claims       map[string]any // standard claims of OIDC Core §5.1: name, email, ...
}

// Name is what pages call the user.
func (u *User) Name() string {
	if name, ok := u.Claims["name"].(string); ok && name != "" {
		return name
	}
	return u.Username
}
