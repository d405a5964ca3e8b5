package storetest_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// forever are the keys without an expiry. Every other key must have one.
var forever = []string{"signing-keys", "user-overrides"}

// notByStrangers are the methods that store records without calling Admit, with the reason why an
// unauthenticated attacker cannot fill Redis through them.
var notByStrangers = map[string]string{
	"AcknowledgeRevocations": "a resource server, after its authentication",
	"CountAddress":           "one counter for each address",
	"CountAttempt":           "limited by as.login.address",
	"CountGuess":             "a user who is signed in: one counter for each",
	"FailAttempt":            "the counter of CountAttempt",
	"Redeem":                 "the holder of a code",
	"ReplaceKeys":            "the server itself",
	"RevokeGrant":            "the holder of a token of the grant, or its user",
	"RevokeSession":          "a user who is signed in",
	"RevokeToken":            "the holder of the token",
	"SaveConsent":            "a user who is signed in",
	"SaveSession":            "a user who knows the password",
	"UseAssertion":           "a client, after the signature has been verified",
}

// call calls a method of the store with arguments from made.
func call(t *testing.T, s *redisstore.Store, name string, now time.Time) error {
	t.Helper()
	method := reflect.ValueOf(s).MethodByName(name)
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	for i := 1; i < method.Type().NumIn(); i++ {
		if method.Type().IsVariadic() && i == method.Type().NumIn()-1 {
			break
		}
		in := method.Type().In(i)
		if in.Kind() != reflect.Pointer {
			args = append(args, made(in, now))
			continue
		}
		pointer := reflect.New(in.Elem())
		pointer.Elem().Set(made(in.Elem(), now))
		args = append(args, pointer)
	}
	out := method.Call(args)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

// made returns a value of the type: strings are "1-1", times are a minute ahead.
func made(of reflect.Type, now time.Time) reflect.Value {
	v := reflect.New(of).Elem()
	switch {
	case of == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(now.Add(time.Minute)))
	case of == reflect.TypeFor[time.Duration]():
		v.SetInt(int64(time.Minute))
	case of.Kind() == reflect.String:
		v.SetString("1-1")
	case of.Kind() == reflect.Int:
		v.SetInt(3)
	case of.Kind() == reflect.Slice && of.Elem().Kind() != reflect.Uint8:
		v.Set(reflect.Append(v, made(of.Elem(), now)))
	case of.Kind() == reflect.Struct:
		for i := range of.NumField() {
			if of.Field(i).IsExported() {
				v.Field(i).Set(made(of.Field(i).Type, now))
			}
		}
	}
	return v
}

// methods returns the names of all methods of the store except the one that waits, and the one that
// replaces all records, which only the control API calls.
func methods() (names []string) {
	store := reflect.TypeFor[*redisstore.Store]()
	for i := range store.NumMethod() {
		if name := store.Method(i).Name; name != "AwaitRevocation" && name != "Restore" {
			names = append(names, name)
		}
	}
	return names
}

var errNotAdmitted = errors.New("not admitted")

type nobody struct{}

func (nobody) Admit(context.Context, int) error { return errNotAdmitted }

// Every method that stores a record calls Admit first or is in notByStrangers. The methods are
// found by reflection, so new ones are tested too.
func TestEveryUnauthenticatedRecordIsAdmitted(t *testing.T) {
	for _, name := range methods() {
		t.Run(name, func(t *testing.T) {
			rdb, clock := storetest.Redis(t)
			s := redisstore.New(rdb, clock.Now, redisstore.AdmitBy(nobody{}))
			err := call(t, s, name, clock.Now())
			left := rdb.Keys(t.Context(), "*").Val()
			_, listed := notByStrangers[name]
			if len(left) > 0 != listed {
				t.Errorf("listed as %q, it left %v (%v)", notByStrangers[name], left, err)
			}
		})
	}
}

// After calls of all methods, every key has an expiry.
func TestEveryKeyExpires(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	s := redisstore.New(rdb, clock.Now)
	_, first := saveGrant(t, s, clock)
	for range 2 { // the second call reuses the first token
		_, _, _ = s.Rotate(t.Context(), rotation(first, 0))
	}
	seen := map[string]bool{} // by the prefix of the key
	wantExpiry := func(after string) {
		for _, key := range rdb.Keys(t.Context(), "*").Val() {
			kind, _, _ := strings.Cut(key, ":")
			seen[kind] = true
			if ttl := rdb.PTTL(t.Context(), key).Val(); ttl <= 0 && !slices.Contains(forever, kind) {
				t.Errorf("after %s: %s has no expiry (%s)", after, key, ttl)
			}
		}
	}
	wantExpiry("rotation")
	for _, name := range methods() { // each method alone, so that it finds no key whose expiry it would inherit
		rdb.FlushDB(t.Context())
		_ = call(t, s, name, clock.Now())
		wantExpiry(name + " alone")
	}
	rdb.FlushDB(t.Context())
	saves := func(name string) bool { return strings.HasPrefix(name, "Save") }
	for range 2 { // first the methods that save, then all: those that change a record find one
		for _, name := range methods() {
			if saves(name) {
				_ = call(t, s, name, clock.Now())
			}
		}
		for _, name := range methods() {
			if err := call(t, s, name, clock.Now()); errors.Is(err, redis.ErrClosed) {
				t.Fatal(err)
			}
			wantExpiry(name)
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d kinds of keys were there: %v", len(seen), seen)
	}
}

// A grant that has already ended when its code is redeemed must not be stored. Redis would get an
// expiry in the past, which would leave keys without one.
func TestEndedGrantIsNotStored(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	s := redisstore.New(rdb, clock.Now)
	for name, end := range map[string]time.Duration{"now": 0, "before": -time.Minute} {
		t.Run(name, func(t *testing.T) {
			code := oauth.NewSecret()
			saveCode(t, s, clock, codeFor(clock, code))
			before := rdb.Keys(t.Context(), "*").Val()
			issued, err := s.FindCode(t.Context(), core.Redemption{Code: code}, "notes")
			if err != nil {
				t.Fatal(err)
			}
			grant := grantFrom(clock, issued)
			grant.ExpiresAt = clock.Now().Add(end)
			if err := s.Redeem(t.Context(), core.Redemption{Code: code, Issued: issued}, grant, "refresh"); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("got %v, want %v", err, core.ErrNotFound)
			}
			if after := rdb.Keys(t.Context(), "*").Val(); len(after) != len(before) {
				t.Errorf("got keys %v, want %v", after, before)
			}
		})
	}
}
