package notes // white-box, because no other package needs these parsers of untrusted input

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/resourceserver/internal/core"
)

func FuzzEntityTags(f *testing.F) {
	for _, seed := range []string{`*`, `"a"`, `W/"a", "b,c"`, `""`, `,, "x" ,`, `"a" "b"`, `w/"a"`, `"a`, `"ü"`, `*, "a"`, "\"\t\"", ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		tags, err := entityTags(http.Header{"If-Match": {field}}, "If-Match")
		if err != nil {
			return
		}
		for _, tag := range tags {
			if opaque := strings.TrimPrefix(tag, weak); tag != core.AnyETag && (len(opaque) < 2 || strings.Count(opaque, `"`) != 2 || opaque[0] != '"' || !strings.HasSuffix(opaque, `"`)) {
				t.Errorf("%q gave %q, which is no entity tag", field, tag)
			}
		}
		reparsed, err := entityTags(http.Header{"If-Match": {strings.Join(tags, ", ")}}, "If-Match")
		if diff := cmp.Diff(tags, reparsed); err != nil || diff != "" {
			t.Errorf("%q: %v %s", field, err, diff)
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, seed := range []string{cursorOf(core.Position{CreatedAt: time.UnixMilli(1_800_000_000_000), ID: "x"}), "", "eC54", "LTEuLg", "OTk5OTk5OTk5OTk5OTk5OTk5OTkueA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		at, err := parseCursor(cursor)
		if err != nil {
			return
		}
		reparsed, err := parseCursor(cursorOf(*at))
		if err != nil || at.Compare(*reparsed) != 0 {
			t.Errorf("%q: got %+v and %v, want %+v", cursor, reparsed, err, at)
		}
	})
}

func FuzzNote(f *testing.F) {
	for _, seed := range []string{`{"text":"x"}`, `{"text":"x","text":"y"}`, `{"Text":"x"}`, `{}`, `[]`, "{\"text\":\"\xff\"}", `{"text":"x"}{}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if text, err := decode(body); err == nil && !strings.Contains(string(body), `"text"`) && !strings.Contains(string(body), `\u`) {
			t.Errorf("%q gave %q without saying text", body, text)
		}
	})
}
