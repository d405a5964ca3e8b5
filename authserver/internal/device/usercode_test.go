package device

import (
	"strings"
	"testing"
)

// White-box, because these functions are not exported.
func TestNormalize(t *testing.T) {
	for typed, want := range map[string]string{
		"WDJB-MJHT": "WDJBMJHT", "wdjb-mjht": "WDJBMJHT", " wdjb mjht ": "WDJBMJHT", "wdjbmjht": "WDJBMJHT",
		"W-D-J-B-M-J-H-T": "WDJBMJHT", "": "", "WDJB-MJH": "", "WDJB-MJHTT": "", "WDJB-MJHA": "", "WDJB-MJH1": "",
		"WDJB_MJHT": "", "WDJB-MJHé": "", strings.Repeat(" ", 60) + "WDJBMJHT": "",
	} {
		got, ok := normalize(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, %v; want %q", typed, got, ok, want)
		}
	}
}

func TestUserCodesAreEvenlySpread(t *testing.T) {
	const n = 5000
	counts := map[rune]int{}
	seen := map[string]bool{}
	for range n {
		code := newUserCode()
		if got, ok := normalize(inGroups(code)); !ok || got != code {
			t.Fatalf("%q does not read as itself", code)
		}
		seen[code] = true
		for _, c := range code {
			counts[c]++
		}
	}
	if len(seen) < n-2 {
		t.Errorf("%d of %d codes are different", len(seen), n)
	}
	for _, c := range alphabet { // 2000 of each are expected, with a standard deviation of 44
		if counts[c] < 1750 || counts[c] > 2250 {
			t.Errorf("%c stands %d times", c, counts[c])
		}
	}
}

func TestNamesNeedThePepper(t *testing.T) {
	if nameOf([]byte("a"), "WDJBMJHT") == nameOf([]byte("b"), "WDJBMJHT") {
		t.Error("the name of a user code does not depend on the key")
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add("WDJB-MJHT")
	f.Add("ı-ſK")
	f.Fuzz(func(t *testing.T, typed string) {
		if code, ok := normalize(typed); ok && (len(code) != letters || strings.Trim(code, alphabet) != "") {
			t.Errorf("%q became %q", typed, code)
		}
	})
}
