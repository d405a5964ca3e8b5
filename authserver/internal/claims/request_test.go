package claims_test

import (
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/internal/claims"
	"quartet.example/shared/oauth"
)

// openID are the rules of OIDC Core §5.4 alone.
var openID claims.Rules

func TestParseRequest(t *testing.T) { // J-13, OIDC Core §5.5
	for name, tt := range map[string]struct {
		raw string
		ok  bool
	}{
		"left out":                         {"", true},
		"an empty object":                  {"{}", true},
		"the example of OIDC Core §5.5":    {`{"userinfo":{"given_name":{"essential":true},"nickname":null,"http://example.info/claims/groups":null},"id_token":{"auth_time":{"essential":true},"acr":{"values":["urn:mace:incommon:iap:silver"]}}}`, true},
		"members that nobody knows":        {`{"verified":{"x":1},"userinfo":{"email":{"purpose":"post"}}}`, true},
		"no JSON":                          {"{", false},
		"null":                             {"null", false},
		"an array":                         {"[]", false},
		"a string":                         {`"email"`, false},
		"userinfo is a list":               {`{"userinfo":["email"]}`, false},
		"a claim is true":                  {`{"userinfo":{"email":true}}`, false},
		"essential is a string":            {`{"id_token":{"acr":{"essential":"true"}}}`, false},
		"values is a string":               {`{"id_token":{"acr":{"values":"1"}}}`, false},
		"more after the object":            {`{}{}`, false},
		"deeper than any parser should go": {strings.Repeat(`{"userinfo":`, 20000), false},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := claims.ParseRequest(tt.raw); (err == nil) != tt.ok {
				t.Errorf("got %v, want ok %t", err, tt.ok)
			}
		})
	}
}

func TestACRAttainable(t *testing.T) { // F-26, OIDC Core §5.5.1.1
	for name, tt := range map[string]struct {
		raw  string
		want bool
	}{
		"not asked for":                    {`{}`, true},
		"voluntary, out of reach":          {`{"id_token":{"acr":{"values":["gold"]}}}`, true},
		"essential, any":                   {`{"id_token":{"acr":{"essential":true}}}`, true},
		"essential, ours":                  {`{"id_token":{"acr":{"essential":true,"value":"1"}}}`, true},
		"essential, ours among others":     {`{"id_token":{"acr":{"essential":true,"values":["gold","1"]}}}`, true},
		"essential, out of reach":          {`{"id_token":{"acr":{"essential":true,"values":["gold"]}}}`, false},
		"essential, a number":              {`{"id_token":{"acr":{"essential":true,"value":1}}}`, false},
		"essential at userinfo, no effect": {`{"userinfo":{"acr":{"essential":true,"value":"gold"}}}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := claims.ParseRequest(tt.raw)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.ACRAttainable([]string{"1"}); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestPickAndBeyond(t *testing.T) {
	r, err := claims.ParseRequest(`{"userinfo":{"email":null,"phone_number":null,"name":null,"name#ja":null,"sub":null,"password_hash":null}}`)
	if err != nil {
		t.Fatal(err)
	}
	names := openID.Pick(r.UserInfo, oauth.Scope{"openid", "profile", "email"})
	if want := []string{"name", "email"}; !slices.Equal(names, want) {
		t.Errorf("pick: got %v, want %v", names, want)
	}
	if got, want := openID.Beyond(oauth.Scope{"openid", "profile"}, names...), (oauth.Scope{"claim:email"}); !slices.Equal(got, want) {
		t.Errorf("beyond: got %v, want %v", got, want)
	}
}

func TestNamesAreComparedAsTheyAre(t *testing.T) {
	r, err := claims.ParseRequest(`{"USERINFO":{"email":null},"id_token":{"acr":{"ESSENTIAL":true,"Values":["gold"]},"Email":null}}`)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.UserInfo) != 0 || !r.ACRAttainable([]string{"1"}) || len(openID.Pick(r.IDToken, oauth.Scope{"email"})) != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestEveryClaimHasWords(t *testing.T) {
	for _, c := range claims.Standard() {
		if text, ok := openID.DescribePermission("claim:" + c.Name); !ok || strings.Contains(text, "_") {
			t.Errorf("%s: got %q, %t", c.Name, text, ok)
		}
	}
	for _, token := range []string{"email", "claim:", "claim:password", "claim:claim:email"} {
		if text, ok := openID.DescribePermission(token); ok {
			t.Errorf("%s: got %q, want none", token, text)
		}
	}
}

func FuzzParseRequest(f *testing.F) {
	f.Add(`{"userinfo":{"email":{"essential":true}},"id_token":{"sub":{"value":"1"},"acr":{"values":["1"]}}}`)
	f.Fuzz(func(_ *testing.T, raw string) {
		r, err := claims.ParseRequest(raw)
		if err != nil {
			return
		}
		_ = r.ACRAttainable([]string{"1"})
		_ = r.Subjects()
		_ = openID.Pick(r.IDToken, oauth.Scope{"email"})
	})
}
