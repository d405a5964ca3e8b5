package control

import (
	"context"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
)

// Users is the users of the sign-in page. A sign-in by Control.SignIn needs no password. No request from
// the network can pass for one: what marks it is a value of the context, which only this package sets.
type Users struct{ *directory.Directory }

// signingIn is the key of the sub that Control.SignIn signs in.
type signingIn struct{}

// Authenticate returns the user whom Control.SignIn signs in. For every other sign-in it checks the
// password, as the directory does.
func (u Users) Authenticate(ctx context.Context, username, password string) (*core.User, error) {
	subject, ok := ctx.Value(signingIn{}).(string)
	if !ok {
		return u.Directory.Authenticate(ctx, username, password)
	}
	user, err := u.FindUser(subject)
	if err != nil { // disabled or removed in the meantime
		return nil, core.ErrWrongPassword
	}
	return user, nil
}
