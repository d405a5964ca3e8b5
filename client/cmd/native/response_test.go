package main

import (
	"net/url"
	"strings"
	"testing"
)

func TestResponse(t *testing.T) {
	const good = "code=c&iss=https%3A%2F%2Fauth.example"
	for name, tt := range map[string]struct {
		query     string
		silent    bool // the metadata does not promise iss
		code, err string
	}{
		"the code":                            {good, false, "c", ""},
		"RFC 9207 §2.4 another iss":           {strings.ReplaceAll(good, "auth.", "evil."), false, "", "evil.example"},
		"RFC 9207 §2.4 no iss":                {"code=c", false, "", "the request went to"},
		"no iss, and none was promised":       {"code=c", true, "c", ""},
		"another iss, and none was promised":  {strings.ReplaceAll(good, "auth.", "evil."), true, "", "evil.example"},
		"the user said no":                    {strings.ReplaceAll(good, "code=c", "error=access_denied"), false, "", "said no"},
		"another error":                       {strings.ReplaceAll(good, "code=c", "error=server_error%1b"), false, "", `server_error\x1b`},
		"neither code nor error":              {strings.ReplaceAll(good, "code=c&", ""), false, "", "neither"},
		"error of another issuer is not read": {strings.ReplaceAll(strings.ReplaceAll(good, "auth.", "evil."), "code=c", "error=x"), false, "", "evil.example"},
	} {
		t.Run(name, func(t *testing.T) {
			query, err := url.ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			code, err := response{issuer: "https://auth.example", sendsIt: !tt.silent}.code(query)
			if code != tt.code || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %q and %v, want %q and %q", code, err, tt.code, tt.err)
			}
		})
	}
}
