package seed

import (
	"strings"

	"github.com/alexedwards/argon2id"
	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/core"
)

// userEntry is a user with password_hash or, in the dev profile only, password.
type userEntry struct {
	Sub          text      `yaml:"sub"`
	Username     text      `yaml:"username"`
	PasswordHash text      `yaml:"password_hash"`
	Password     text      `yaml:"password"`
	DemoPassword text      `yaml:"demo_password"`
	Disabled     bool      `yaml:"disabled"`
	Claims       yaml.Node `yaml:"claims"`

	line int
}

func (r *reader) users(entries []userEntry) []*core.User {
	subjects, names := make(map[string]int), make(map[string]int)
	var users []*core.User
	for _, e := range entries {
		sub, name := e.Sub.value, core.NormalizeUsername(e.Username.value)
		if first, has := subjects[sub]; has {
			r.add(e.Sub.at(e.line), "sub", "%q belongs to two users%s", sub, r.first(first))
			continue
		}
		if first, has := names[name]; has {
			r.add(e.Username.at(e.line), "username", "%q belongs to two users%s", name, r.first(first))
			continue
		}
		subjects[sub], names[name] = e.Sub.at(e.line), e.Username.at(e.line)
		users = append(users, r.user(e))
	}
	return users
}

// distinct refuses a user whose sub is the client_id of a client. A token that the client got for
// itself would have the same sub as the user's tokens (RFC 9700 §4.15).
func (r *reader) distinct(users []userEntry, clients []clientEntry) {
	lines := make(map[string]int)
	for _, c := range clients {
		lines[c.ClientID.value] = c.ClientID.at(c.line)
	}
	for _, u := range users {
		line, has := lines[u.Sub.value]
		r.refuse(has && u.Sub.value != "", u.Sub.at(u.line), "sub", "%q is a client_id too%s; an API could take that client for the user (RFC 9700 §4.15)", u.Sub.value, r.first(line))
	}
}

func (r *reader) user(e userEntry) *core.User {
	r.subject(e.Sub.value, e.Sub.at(e.line))
	r.refuse(core.NormalizeUsername(e.Username.value) == "", e.Username.at(e.line), "username", "is missing")
	r.refuse(len(e.Username.value) > 255, e.Username.at(e.line), "username", "is over 255 bytes")
	r.refuse(r.Production && e.DemoPassword.value != "", e.DemoPassword.line, "demo_password", "shows a password to everybody; production refuses it")
	return &core.User{
		Subject: e.Sub.value, Username: e.Username.value,
		PasswordHash: r.passwordHash(e), DemoPassword: e.DemoPassword.value,
		Disabled: e.Disabled, Claims: r.claims(e),
	}
}

// subject checks sub: at most 255 ASCII characters (OIDC Core §2).
func (r *reader) subject(sub string, line int) {
	r.refuse(sub == "", line, "sub", "is missing")
	r.refuse(len(sub) > 255, line, "sub", "is over 255 characters (OIDC Core §2)")
	r.refuse(strings.ContainsFunc(sub, func(c rune) bool { return c <= ' ' || c > '~' }), line,
		"sub", "must be printable ASCII without spaces (OIDC Core §2)")
}

// passwordHash returns the hash in the file, or hashes the password in the file.
func (r *reader) passwordHash(e userEntry) string {
	hash, password := e.PasswordHash, e.Password
	switch {
	case hash.value != "" && password.value != "":
		r.add(password.line, "password", "is set together with password_hash; keep the hash")
	case hash.value != "":
		r.judgeHash(hash)
		return hash.value
	case password.value == "":
		r.add(e.line, "password_hash", "is missing; `authserver hash-password` makes one")
	case r.Production:
		r.add(password.line, "password", "is in clear; production needs password_hash (`authserver hash-password` makes one)")
	default:
		made, err := r.Hash(password.value)
		r.refuse(err != nil, password.line, "password", "cannot be hashed")
		return made
	}
	return ""
}

// The minimum that production accepts, as KiB of memory and as memory × passes, and the maximum
// memory of a password check (RFC 9106 §4, OWASP password storage).
const (
	minMemory = 7 << 10
	minWork   = 35 << 10
	maxMemory = 1 << 20
)

func (r *reader) judgeHash(hash text) {
	p, salt, key, err := argon2id.DecodeHash(hash.value)
	if err != nil || len(salt) < 8 || len(key) < 16 || p.Iterations < 1 || p.Parallelism < 1 || p.Memory < 8*uint32(p.Parallelism) {
		r.add(hash.line, "password_hash", "is not an argon2id hash in PHC form; `authserver hash-password` makes one")
		return
	}
	r.refuse(p.Memory > maxMemory || p.Iterations > 100, hash.line, "password_hash", "costs more than 1 GiB or 100 passes at each sign-in")
	weak := p.Memory < minMemory || uint64(p.Memory)*uint64(p.Iterations) < minWork
	r.refuse(r.Production && weak, hash.line, "password_hash", "is too weak: a guess costs too little; `authserver hash-password` makes a better one")
	if p.Memory <= maxMemory && p.Iterations <= 100 {
		r.refusePublished(hash, p)
	}
}
