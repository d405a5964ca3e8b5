package teach_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"quartet.example/shared/glossary"
	"quartet.example/shared/teach"
)

func TestEachCommonFailureHasALesson(t *testing.T) {
	if n := len(teach.Failures()); n != 10 {
		t.Fatalf("got %d failures, want 10", n)
	}
	for _, failure := range teach.Failures() {
		if !slices.ContainsFunc(teach.Lessons(), func(l teach.Lesson) bool { return l.Failure == failure && len(l.Checks) > 0 }) {
			t.Errorf("%s has no lesson", failure)
		}
	}
}

func TestLessonsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range teach.Lessons() {
		name := strings.Join(l.Checks, " ")
		if l.Failure != "" && !slices.Contains(teach.Failures(), l.Failure) {
			t.Errorf("%s: %q is none of the failures", name, l.Failure)
		}
		if l.Title == "" || strings.HasSuffix(l.Title, ".") || !strings.HasSuffix(l.Cause, ".") || !strings.HasSuffix(l.Fix, ".") {
			t.Errorf("%s: the title is a phrase, cause and fix are sentences: %+v", name, l)
		}
		if len(l.Hint) > 110 || strings.ContainsFunc(l.Hint, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
			t.Errorf("%s: the hint does not fit into an error_description (RFC 6749 §5.2): %s", name, l.Hint)
		}
		for _, id := range l.Checks {
			if seen[id] {
				t.Errorf("%s has two lessons", id)
			}
			seen[id] = true
		}
	}
}

func TestDescribeAddsTheHint(t *testing.T) {
	for name, tt := range map[string]struct{ check, description, want string }{
		"after the description":  {"as.userinfo.scope", "no", "no; request scope openid and sign in again"},
		"alone without one":      {"as.userinfo.scope", "", "request scope openid and sign in again"},
		"nothing for this check": {"as.transaction.known", "no", "no"},
		"nothing for no check":   {"", "no", "no"},
	} {
		if got := teach.Describe(tt.check, tt.description); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestCompareSaysTheDifferenceInWords(t *testing.T) {
	const callback = "http://app.localhost:8080/callback"
	for name, tt := range map[string]struct {
		sent     string
		expected []string
		want     string // the first sentence
		differs  [2]string
	}{
		"slash at the end":                {callback + "/", []string{callback}, "The path ends in /callback/, the registered one has no slash at the end.", [2]string{"/", ""}},
		"no slash":                        {callback, []string{callback + "/"}, "The path has no slash at the end, the registered one ends in /callback/.", [2]string{"", "/"}},
		"root slash":                      {"http://a.test/", []string{"http://a.test"}, "The path ends in /, the registered one has no slash at the end.", [2]string{"/", ""}},
		"https":                           {"https://app.localhost:8080/callback", []string{callback}, "The scheme is https, the registered one is http.", [2]string{"s", ""}},
		"localhost":                       {"http://localhost:8080/callback", []string{callback}, "The host is localhost, the registered one is app.localhost.", [2]string{"", "app."}},
		"port":                            {"http://app.localhost:3000/callback", []string{callback}, "The port is 3000, the registered one is 8080.", [2]string{"300", "808"}},
		"no port":                         {"http://app.localhost/callback", []string{callback}, "The port is missing, the registered one is 8080.", [2]string{"", ":8080"}},
		"capital letter":                  {"http://app.localhost:8080/Callback", []string{callback}, "The path differs in capital and small letters: /Callback, the registered one is /callback.", [2]string{"C", "c"}},
		"query":                           {callback + "?x=1", []string{callback}, "The query is x=1, the registered one has none.", [2]string{"?x=1", ""}},
		"nearest of several":              {callback + "x", []string{"https://other.test/", callback}, "The path is /callbackx, the registered one is /callback.", [2]string{"x", ""}},
		"no URI":                          {"abc", []string{"abd"}, `The first difference is at character 3: "c" in place of "d".`, [2]string{"c", "d"}},
		"nothing sent":                    {"", []string{"abd"}, `The first difference is at character 1: "abd" is missing.`, [2]string{"", "abd"}},
		"characters of several octets":    {"äöu", []string{"äöü"}, `The first difference is at character 3: "u" in place of "ü".`, [2]string{"u", "ü"}},
		"a character that cannot be seen": {"a\u202eb", []string{"ab"}, `The first difference is at character 2: "\\u{202E}" was not expected.`, [2]string{`\u{202E}`, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			d := teach.Compare(tt.sent, tt.expected, "registered")
			if len(d.Words) == 0 || d.Words[0] != tt.want || d.Sent != tt.differs[0] || d.Expected != tt.differs[1] {
				t.Errorf("got %q with %q and %q, want %q with %q", d.Words, d.Sent, d.Expected, tt.want, tt.differs)
			}
		})
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("http://a.test/x", "http://a.test/y")
	f.Add("aaa", "aa")
	f.Add("\xff", "\u202e")
	f.Fuzz(func(t *testing.T, sent, expected string) {
		d := teach.Compare(sent, []string{expected}, "registered")
		if d.Before+d.Sent+d.After != teach.Visible(sent) || d.Before+d.Expected+d.After != teach.Visible(expected) || !utf8.ValidString(d.Sent) {
			t.Errorf("got %+v", d)
		}
	})
}

// A link to a check leads to /rfcs#id of the inspector, which shows the checks of the glossary.
func TestLessonsAreAboutChecksOfTheGlossary(t *testing.T) {
	for _, l := range teach.Lessons() {
		for _, id := range l.Checks {
			if _, ok := glossary.CheckOf(id); !ok {
				t.Errorf("%s is not in the glossary", id)
			}
		}
	}
}
