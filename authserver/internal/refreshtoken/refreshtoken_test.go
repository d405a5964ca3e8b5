package refreshtoken_test

import (
	"errors"
	"strings"
	"testing"

	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

func TestFamily(t *testing.T) {
	code := oauth.NewSecret()
	first := refreshtoken.First(code)
	second := refreshtoken.Next(first)
	gid := refreshtoken.GrantOfCode(code)
	for name, token := range map[string]string{"first": first, "second": second, "another first": refreshtoken.First(code)} {
		if got, ok := refreshtoken.GrantOf(token); !ok || got != gid {
			t.Errorf("%s: grant %q, %v; want %q", name, got, ok, gid)
		}
		if len(token) != 64 {
			t.Errorf("%s: %d characters, want 64", name, len(token))
		}
	}
	if first == second {
		t.Error("a successor is the same token")
	}
	if other, _ := refreshtoken.GrantOf(refreshtoken.First(oauth.NewSecret())); other == gid {
		t.Error("two codes started one grant")
	}
}

func TestGrantOfRefusesOtherTexts(t *testing.T) {
	for name, token := range map[string]string{
		"empty":                   "",
		"a code":                  oauth.NewSecret(),
		"an access token":         "a.b.c",
		"too long":                strings.Repeat("A", 65),
		"not base64url":           strings.Repeat("A", 63) + "+",
		"a line break in between": strings.Repeat("A", 32) + "\n" + strings.Repeat("A", 31),
	} {
		if gid, ok := refreshtoken.GrantOf(token); ok {
			t.Errorf("%s: got %q, want none", name, gid)
		}
	}
}

func TestOnlyThePredecessorDecryptsASuccessor(t *testing.T) {
	first := refreshtoken.First(oauth.NewSecret())
	second := refreshtoken.Next(first)
	sealed := refreshtoken.SealSuccessor(first, second)
	if got, err := refreshtoken.OpenSuccessor(first, sealed); err != nil || got != second {
		t.Errorf("got %v, want the successor", err)
	}
	if strings.Contains(sealed, second) {
		t.Error("not encrypted")
	}
	for name, token := range map[string]string{"its sibling": refreshtoken.Next(first), "itself": second} {
		if _, err := refreshtoken.OpenSuccessor(token, sealed); !errors.Is(err, refreshtoken.ErrSealed) {
			t.Errorf("%s: got %v, want %v", name, err, refreshtoken.ErrSealed)
		}
	}
	if _, err := refreshtoken.OpenSuccessor(first, "short"); !errors.Is(err, refreshtoken.ErrSealed) {
		t.Errorf("garbage: got %v, want %v", err, refreshtoken.ErrSealed)
	}
}

func FuzzGrantOf(f *testing.F) {
	f.Add(refreshtoken.First("code"))
	f.Add(strings.Repeat("=", 64))
	f.Fuzz(func(t *testing.T, token string) {
		gid, ok := refreshtoken.GrantOf(token)
		if !ok {
			return
		}
		if next, ok := refreshtoken.GrantOf(refreshtoken.Next(token)); !ok || next != gid {
			t.Errorf("%q: successor of another family", token)
		}
	})
}
