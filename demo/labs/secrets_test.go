package labs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/text"
	"quartet.example/inspector/flowview"
)

// random finds what has the form of a secret: codes, tokens, cookies and verifiers of the reference are 43
// characters of base64url (oauth.NewSecret), those of the careless programs at least 40, and a JWT or a private key
// has more in one piece.
var random = regexp.MustCompile(`[A-Za-z0-9_-]{40,}`)

// shown are names whose values have the same form and are no secrets: ids of runs, keys, notes, tokens, grants and sessions,
// hashes of keys, and the context of a trace.
var shown = []string{"run", "kid", "key", "keys", "jkt", "dpop_jkt", "cnf", "jti", "ath", "sid", "gid", "id", "Traceparent"}

// keepsSecrets requires that nothing that a run prints, or sends to the inspector, has a secret in it.
func keepsSecrets(t *testing.T, r lab.Result) {
	t.Helper()
	var printed bytes.Buffer
	wide := flowview.Terminal{Width: 1000}
	err := errors.Join(text.Heading(&printed, wide, r.Lab, r.Attack, r.Target), text.Result(&printed, wide, r), text.WriteJSON(&printed, []text.Run{text.NewRun(r)}))
	for _, step := range r.Steps {
		printed.WriteString(text.Step(wide, step))
	}
	recorded, wrong := json.Marshal(append(slices.Clone(r.Events), r.After...))
	if err := errors.Join(err, wrong); err != nil {
		t.Fatal(err)
	}
	public := []string{r.Run.Run}
	leaves(recorded, func(name, value string) {
		if slices.Contains(shown, name) {
			public = append(public, random.FindAllString(value, -1)...)
		}
	})
	leaves(recorded, func(name, value string) {
		for _, secret := range secretsIn(value, r.Secrets, public) {
			t.Errorf("the recording has a secret in %s: %s", name, secret)
		}
	})
	for _, secret := range secretsIn(printed.String(), r.Secrets, public) {
		t.Errorf("the output has the secret %s", secret)
	}
}

// isName matches a name, such as those in metadata: words of small letters with _ or - between them.
var isName = regexp.MustCompile(`^[a-z]+([_-][a-z]+)+$`)

// prefixes begin what has the same form and may be shown: the canary, the mark of the attacker, and the name of a
// cookie, which has a part of the hash of state.
var prefixes = []string{"canary-", "mark-", "__Host-quartet-client-login-"}

// secretsIn returns the secrets in a text: known ones, and what has the form of one and may not be shown.
func secretsIn(text string, known, public []string) (found []string) {
	for _, secret := range known {
		if strings.Contains(text, secret) {
			found = append(found, secret)
		}
	}
	for _, one := range random.FindAllString(text, -1) {
		isShown := slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(one, prefix) })
		if !isShown && !isName.MatchString(one) && !slices.Contains(public, one) {
			found = append(found, one)
		}
	}
	return found
}

// leaves calls visit with each text in a JSON document and its name. The value of a trace.Param has its name.
func leaves(document []byte, visit func(name, value string)) {
	var content any
	if json.Unmarshal(document, &content) == nil {
		walk("", content, visit)
	}
}

func walk(name string, content any, visit func(name, value string)) {
	switch content := content.(type) {
	case string:
		visit(name, content)
	case []any:
		for _, one := range content {
			walk("", one, visit)
		}
	case map[string]any:
		for member, one := range content {
			walk(nameOf(content, member), one, visit)
		}
	}
}

// nameOf returns the name of a member of an object.
func nameOf(object map[string]any, member string) string {
	if name, ok := object["name"].(string); ok && member == "value" {
		return name
	}
	return member
}

func TestSecretsAreFound(t *testing.T) {
	const code = "zyxwvutsrqponmlkjihgfedcbaABCDEFGHIJKLMNOPQ"
	for name, tt := range map[string]struct {
		text   string
		public []string
		want   []string
	}{
		"a code in a URL":           {"GET /callback?code=" + code + "&x=1", nil, []string{code}},
		"a password":                {"signs in with wonderland", nil, []string{"wonderland"}},
		"a secret in hexadecimal":   {strings.Repeat("0a", 32), nil, []string{strings.Repeat("0a", 32)}},
		"the id of a token":         {"jti " + code, []string{code}, nil},
		"the canary":                {"canary-" + code, nil, nil},
		"a long name in metadata":   {"introspection_endpoint_auth_signing_alg_values_supported", nil, nil},
		"what masking leaves of it": {"code •••• ‹cb51›", nil, nil},
	} {
		if got := secretsIn(tt.text, []string{"wonderland"}, tt.public); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}
