package core

import "time"

// User is a resource owner (RFC 6749 §1.1).
type User struct {
	Subject      string // sub: stable, never reassigned, at most 255 ASCII (OIDC Core §2)
	Username     string // what is typed at sign-in; compared after NormalizeUsername
	PasswordHash string // argon2id, PHC string
	DemoPassword string // offered as a button on the sign-in page in the dev profile, "" otherwise
	Disabled     bool
	SignInAgain  time.Time      // sign-ins before then do not count; zero for none
	Claims       map[string]any // standard claims of OIDC Core §5.1 (name, email, ...), and any others
}

// Name is what pages call the user.
func (u *User) Name() string {
	if name, ok := u.Claims["name"].(string); ok && name != "" {
		return name
	}
	return u.Username
}

// Counts tells whether a sign-in at that time still counts: not one from before
// an operator disabled the user or gave them another password.
func (u *User) Counts(signedIn time.Time) bool { return !signedIn.Before(u.SignInAgain) }
