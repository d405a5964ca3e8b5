package core_test

import (
	"testing"

	"quartet.example/authserver/internal/core"
)

func TestNormalizeUsername(t *testing.T) { // RFC 8265 §3.3
	for name, tt := range map[string]struct{ typed, want string }{
		"upper case":                        {"Alice", "alice"},
		"spaces around":                     {"  alice\t", "alice"},
		"two words":                         {"Zoë  Müller", "zoë müller"},
		"an umlaut of two code points":      {"Zoe\u0308", "zoë"},
		"full width":                        {"ａlice", "alice"},
		"a mail address":                    {"Alice@Example.com", "alice@example.com"},
		"a character outside the profile":   {"Zoe\u0308😀", "zoë😀"},
		"nothing":                           {" ", ""},
		"a Cyrillic letter is not its twin": {"аlice", "аlice"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := core.NormalizeUsername(tt.typed); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := core.NormalizeUsername(tt.want); got != tt.want {
				t.Errorf("not stable: got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNormalizePassword(t *testing.T) { // RFC 8265 §4.2
	for name, tt := range map[string]struct{ typed, want string }{
		"case is kept":                 {"Wonderland", "Wonderland"},
		"spaces around are kept":       {" wonder land ", " wonder land "},
		"an umlaut of two code points": {"pa\u0308sswo\u0308rd", "pässwörd"},
		"a no-break space":             {"wonder\u00a0land", "wonder land"},
		"full width is kept":           {"ａ", "ａ"},
		"a control character":          {"a\x01b", "a\x01b"},
		"invalid UTF-8":                {"a\xffb", "a\xffb"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := core.NormalizePassword(tt.typed); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
