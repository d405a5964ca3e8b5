package page_test

import (
	"bytes"
	"strings"
	"testing"

	"quartet.example/shared/page"
)

func TestControlCharactersAreVisible(t *testing.T) {
	s := set(t, main(`<p title="{{.}}">{{.}}</p>`))
	for _, on := range []bool{false, true} {
		s.ShowControls = on
		var b bytes.Buffer
		if err := s.Render(&b, "p", page.Chrome{}, "a\x07b\x1bc\x7fd\u202ee\u2066f\u0085\tג\u200f"); err != nil {
			t.Fatal(err)
		}
		want := "a\x07b\x1bc\x7fd\u202ee\u2066f\u0085\tג\u200f"
		if on {
			want = "a␇b␛c␡d[U+202E]e[U+2066]f[U+0085]\tג\u200f"
		}
		if n := strings.Count(b.String(), want); n != 2 {
			t.Errorf("ShowControls %t: got %q", on, b.String())
		}
	}
}
