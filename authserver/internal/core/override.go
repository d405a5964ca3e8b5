package core

import "time"

// Override is a change that an operator made to a user. It takes precedence over the seed file.
type Override struct {
	Disabled     bool      `json:"disabled,omitempty"`
	Deleted      bool      `json:"deleted,omitempty"`       // for good
	PasswordHash string    `json:"password_hash,omitempty"` // argon2id, "" for that of the seed file
	SignInAgain  time.Time `json:"sign_in_again,omitzero"`  // sign-ins before then do not count
}
