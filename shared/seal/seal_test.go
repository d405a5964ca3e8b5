package seal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"quartet.example/shared/seal"
)

func box(secret string) *seal.Box { return seal.WithKey(seal.KeyFrom(secret)) }

func TestSealedValueOpensForItsRecord(t *testing.T) {
	b := box("k1")
	for _, plain := range []string{"", "x", strings.Repeat("token", 1000)} {
		got, err := b.Open(b.Seal([]byte(plain), "session:1"), "session:1")
		if err != nil || string(got) != plain {
			t.Errorf("got %q, %v; want %q", got, err, plain)
		}
		got, err = b.OpenBytes(b.SealBytes([]byte(plain), "session:1"), "session:1")
		if err != nil || string(got) != plain {
			t.Errorf("as bytes: got %q, %v; want %q", got, err, plain)
		}
	}
}

func TestForeignValuesDoNotOpen(t *testing.T) {
	b := box("k1")
	sealed := b.Seal([]byte("tokens of alice"), "session:1")
	flipped := "A" + sealed[1:]
	if flipped == sealed {
		flipped = "B" + sealed[1:]
	}
	for name, tt := range map[string]struct{ sealed, record string }{
		"copied to another record": {sealed, "session:2"},
		"sealed with another key":  {box("k2").Seal([]byte("x"), "session:1"), "session:1"},
		"one character changed":    {flipped, "session:1"},
		"cut":                      {sealed[:len(sealed)-4], "session:1"},
		"shorter than a nonce":     {"AAAA", "session:1"},
		"empty":                    {"", "session:1"},
		"not base64url":            {"+/+/" + sealed[4:], "session:1"},
		"padded":                   {sealed + "=", "session:1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := b.Open(tt.sealed, tt.record); !errors.Is(err, seal.ErrNotOurs) {
				t.Errorf("got %q, %v; want ErrNotOurs", got, err)
			}
		})
	}
}

func TestSameTextSealsDifferently(t *testing.T) {
	b := box("k1")
	if one, two := b.Seal([]byte("x"), "r"), b.Seal([]byte("x"), "r"); one == two {
		t.Error("two seals of one text are equal: the nonce repeats")
	}
}

func FuzzOpen(f *testing.F) {
	b := box("k1")
	f.Add(b.Seal([]byte("x"), "r"), "r")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, sealed, record string) {
		plain, err := b.Open(sealed, record)
		if err == nil && !(record == "r" && bytes.Equal(plain, []byte("x"))) {
			t.Errorf("opened what was never sealed: %q", plain)
		}
	})
}
