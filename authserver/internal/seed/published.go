package seed

import (
	"runtime/debug"
	"slices"

	"github.com/alexedwards/argon2id"

	"quartet.example/shared/jose"
	"quartet.example/shared/published"
)

// maxCompared bounds the work of comparing password hashes with published passwords at
// start, in KiB of memory times passes: about a second. Hashes beyond it are not compared
// here, but the directory refuses published passwords at sign-in.
const maxCompared = 2 << 20

// refusePublished refuses in production a hash of the built-in seed, and a new
// hash of one of its passwords.
func (r *reader) refusePublished(hash text, p *argon2id.Params) {
	if !r.Production {
		return
	}
	if published.IsPasswordHash(hash.value) {
		r.add(hash.line, "password_hash", "belongs to a demo user, whose password is published; production refuses it")
		return
	}
	words := published.Passwords()
	cost := uint64(p.Memory) * uint64(p.Iterations) * uint64(len(words))
	if r.compared+cost > maxCompared {
		return
	}
	r.compared += cost
	r.refuse(slices.ContainsFunc(words, func(word string) bool {
		is, err := argon2id.ComparePasswordAndHash(word, hash.value)
		return is && err == nil
	}), hash.line, "password_hash", "is a hash of the published password of a demo user; production refuses it")
}

// freeCompared returns the memory of the comparisons of password hashes to the operating system, if
// there were any. Each comparison allocated 19 MiB or more, which an idle process would keep for minutes.
func (r *reader) freeCompared() {
	if r.compared > 0 {
		debug.FreeOSMemory()
	}
}

// refusePublishedKeys refuses in production a key whose private half is published.
func (r *reader) refusePublishedKeys(set jose.Set, line int) {
	known := slices.ContainsFunc(set.Keys, func(key jose.Key) bool { return published.IsKey(key.Public) })
	r.refuse(r.Production && known, line, "jwks", "has a key whose private half is published; production refuses it")
}
