package directory

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// cost is what one password check takes: 19 MiB and two passes, the first
// choice of OWASP's password storage guide for argon2id (RFC 9106 §4).
func cost() *argon2id.Params {
	return &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// MaxPassword is the longest password, in bytes.
const MaxPassword = 1024

// HashPassword makes an argon2id hash in PHC form.
func HashPassword(password string) (string, error) {
	return argon2id.CreateHash(password, cost())
}

// passwords checks passwords, a few at a time: each takes its memory, and
// without a bound a flood of sign-ins would take all of it.
type passwords struct {
	slots    chan struct{}
	patience time.Duration
	dummy    string // what the password of an unknown user is compared with
}

func newPasswords(users []*core.User, atOnce int) *passwords {
	return &passwords{slots: make(chan struct{}, max(atOnce, 1)), patience: patience, dummy: dummyHash(users)}
}

// dummyHash is the hash of no password: a random key. It costs as much to
// check as the hash of a user who exists.
func dummyHash(users []*core.User) string {
	p := cost()
	if len(users) > 0 {
		if own, _, _, err := argon2id.DecodeHash(users[0].PasswordHash); err == nil {
			p = own
		}
	}
	salt, key := make([]byte, p.SaltLength), make([]byte, p.KeyLength)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	_, _ = rand.Read(key)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", p.Memory, p.Iterations, p.Parallelism, b64(salt), b64(key))
}

// patience is for how long a sign-in waits for its turn. Behind it the answer
// is that the server is overloaded: nobody waits in front of a blank page.
const patience = 5 * time.Second

// match waits for its turn, or for the end of ctx, or until patience ends.
func (p *passwords) match(ctx context.Context, password, hash string) (bool, error) {
	waiting, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-waiting.Done():
		if err := ctx.Err(); err != nil {
			return false, fmt.Errorf("check password: %w", err)
		}
		return false, oauth.TemporarilyUnavailable.With("too many people sign in right now; try again").
			Because(errors.New("password checks are full")).After(p.patience)
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}

// Authenticate returns the user whose username and password these are. Unknown
// user, wrong password and disabled user are all core.ErrWrongPassword, after
// the same work: the time does not tell which it was. It looks what operators
// said first: a password that was replaced is wrong from then on.
func (d *Directory) Authenticate(ctx context.Context, username, password string) (*core.User, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, fmt.Errorf("authenticate: %w", err)
	}
	user, known := d.people.Load().byUsername[core.NormalizeUsername(username)]
	hash := d.passwords.dummy
	if known && !user.Disabled {
		hash = user.PasswordHash
	}
	if len(password) > MaxPassword {
		password = ""
	}
	ok, err := d.passwords.match(ctx, password, hash)
	switch {
	case err != nil:
		return nil, fmt.Errorf("authenticate: %w", err)
	case !ok || !known || user.Disabled || password == "":
		return nil, core.ErrWrongPassword
	}
	return user, nil
}
