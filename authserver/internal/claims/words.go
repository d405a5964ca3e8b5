package claims

import (
	"fmt"
	"slices"
	"strings"

	"quartet.example/shared/oauth"
)

// Permission is the start of a permission for a single claim, such as claim:email.
const Permission = "claim:"

// words describe the claims whose name alone would not be clear to a user.
var words = map[string]string{
	"family_name": "your family name", "given_name": "your given name", "middle_name": "your middle name",
	"preferred_username": "your username", "profile": "your profile page", "birthdate": "your date of birth",
	"zoneinfo": "your time zone", "locale": "your language", "updated_at": "when your profile last changed",
	"email": "your email address", "email_verified": "whether your email address was checked",
	"address": "your postal address", "phone_number": "your telephone number",
	"phone_number_verified": "whether your telephone number was checked",
}

// DescribePermission returns the description of the permission to see a single claim, such as
// claim:email; false for another token.
func (r Rules) DescribePermission(token string) (text string, ok bool) {
	name, single := strings.CutPrefix(token, Permission)
	if !single || !slices.Contains(r.Names(), name) {
		return "", false
	}
	return "see " + describe(name), true
}

// describe returns what a claim says, such as "your groups".
func describe(name string) string {
	base, language, tagged := strings.Cut(name, "#")
	text, has := words[base]
	switch {
	case !has && strings.ContainsFunc(base, notInWord):
		text = fmt.Sprintf("what %q says about you", base)
	case !has:
		text = "your " + strings.ReplaceAll(base, "_", " ")
	}
	if tagged {
		text += " (" + language + ")"
	}
	return text
}

// notInWord reports whether the character makes a name something else than words with underscores
// between them, such as a URL.
func notInWord(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' }

// Told says in words which claims a scope releases by a rule of the seed file, and to whom; "" for
// none. of are the claims of the user who is asked.
func (r Rules) Told(token string, of map[string]any) string {
	var client, api []string
	for _, name := range r.added(token, of) {
		if r.covered(name, oauth.Scope{token}, IDToken, UserInfo) {
			client = append(client, describe(name))
		}
		if r.covered(name, oauth.Scope{token}, AccessToken) {
			api = append(api, describe(name))
		}
	}
	if slices.Equal(client, api) {
		return learns("The application and the API learn", client)
	}
	return strings.TrimSpace(learns("The application learns", client) + " " + learns("The API learns", api))
}

// added returns the claims that a scope releases beyond those of OIDC Core §5.4.
func (r Rules) added(token string, of map[string]any) []string {
	var names []string
	for name := range of {
		if token == defaultScope && !r.mentioned(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, one := range r.releases {
		if one.Scope == token {
			names = append(names, one.Claims...)
		}
	}
	return names
}

func learns(who string, what []string) string {
	if len(what) == 0 {
		return ""
	}
	return who + " " + strings.Join(what, ", ") + "."
}
