package directory

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/alexedwards/argon2id"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/published"
)

// cost is the cost of one password check: 19 MiB and two passes, the first choice of OWASP's
// password storage guide for argon2id (RFC 9106 §4).
func cost() *argon2id.Params {
	return &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// MaxPassword is the longest password, in bytes.
const MaxPassword = 1024

// HashPassword returns an argon2id hash of the normalized password (core.NormalizePassword), in PHC
// string format.
func HashPassword(password string) (string, error) {
	return argon2id.CreateHash(core.NormalizePassword(password), cost())
}

// passwords checks passwords, a few at a time. Each check needs 19 MiB or more. Without a limit, many
// sign-ins at the same time would use up all memory.
type passwords struct {
	slots    chan struct{}
	memory   *memory
	patience time.Duration
	compare  func(password, hash string) (bool, error)
}

// newPasswords returns passwords with memory for this number of checks of the default cost. At most one
// check for each processor runs at a time: more would not end sooner, and would compete for the caches
// of the processors.
func newPasswords(checks int) *passwords {
	checks = max(checks, 1)
	return &passwords{
		slots: make(chan struct{}, min(checks, runtime.GOMAXPROCS(0))), memory: newMemory(checks),
		patience: patience, compare: argon2id.ComparePasswordAndHash,
	}
}

// work is the cost of one comparison with a hash.
type work struct {
	memory, passes uint32 // memory in KiB
	lanes          uint8
}

// workOf returns the cost of a hash in PHC string format, or false if the text is no such hash.
func workOf(hash string) (work, bool) {
	p, _, _, err := argon2id.DecodeHash(hash)
	if err != nil {
		return work{}, false
	}
	return work{p.Memory, p.Iterations, p.Parallelism}, true
}

// dummies returns one hash that no password matches for each different work of the
// hashes of the users, or for the work of a new hash if there are no users.
func dummies(users []*core.User) map[work]string {
	all := map[work]string{}
	for _, u := range users {
		if w, ok := workOf(u.PasswordHash); ok && all[w] == "" {
			all[w] = dummyHash(w)
		}
	}
	if len(all) == 0 {
		w := work{cost().Memory, cost().Iterations, cost().Parallelism}
		all[w] = dummyHash(w)
	}
	return all
}

// dummyHash returns a hash with this cost and a random key, which no password matches.
func dummyHash(w work) string {
	p := cost()
	salt, key := make([]byte, p.SaltLength), make([]byte, p.KeyLength)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	_, _ = rand.Read(key)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", w.memory, w.passes, w.lanes, b64(salt), b64(key))
}

// patience is the maximum time that a sign-in waits for its turn. After that the answer
// is that the server is overloaded, so that users do not wait at a blank page.
const patience = 5 * time.Second

// match reports whether the password has the hash, whose cost is w. It waits until another check may
// run. If ctx ends first, it returns the error of ctx; after patience, oauth.TemporarilyUnavailable.
func (p *passwords) match(ctx context.Context, password, hash string, w work) (bool, error) {
	waiting, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-waiting.Done():
		if err := ctx.Err(); err != nil {
			return false, fmt.Errorf("check password: %w", err)
		}
		return false, oauth.TemporarilyUnavailable.With("too many sign-ins at the same time; try again").
			Because(errors.New("all slots for password checks are in use")).After(p.patience)
	}
	p.memory.take(uint64(w.memory))
	defer p.memory.release(uint64(w.memory))
	return p.compare(password, hash)
}

// matchAll compares the password with the hash ("" for a user who does not exist) and with
// each dummy of another work. An attacker who measures the time must not learn whether the
// user exists, even if the hashes of users have different costs: so every call does the
// same work.
func (p *passwords) matchAll(ctx context.Context, password, hash string, dummies map[work]string) (bool, error) {
	own, _ := workOf(hash)
	matched := false
	for w, dummy := range dummies {
		compared := dummy
		if w == own {
			compared = hash
		}
		ok, err := p.match(ctx, password, compared, w)
		if err != nil {
			return false, err
		}
		matched = matched || ok && w == own
	}
	return matched, nil
}

// Authenticate returns the user with this username and password. For an unknown user, a wrong
// password and a disabled user it returns core.ErrWrongPassword after the same work, so that the
// time does not reveal which of them it was. It first reads the changes of operators, so that a
// password that an operator replaced is refused at once.
func (d *Directory) Authenticate(ctx context.Context, username, password string) (*core.User, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, fmt.Errorf("authenticate: %w", err)
	}
	people := d.people.Load()
	user, known := people.byUsername[core.NormalizeUsername(username)]
	hash := ""
	if known && !user.Disabled {
		hash = user.PasswordHash
	}
	if len(password) > MaxPassword || !d.showDemo && published.IsPassword(password) {
		password = "" // the published passwords of the demo are wrong outside of the demo, whatever the hash
	}
	password = core.NormalizePassword(password)
	ok, err := d.passwords.matchAll(ctx, password, hash, people.dummies)
	switch {
	case err != nil:
		return nil, fmt.Errorf("authenticate: %w", err)
	case !ok || !known || user.Disabled || password == "":
		return nil, core.ErrWrongPassword
	}
	return user, nil
}
