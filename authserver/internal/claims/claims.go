package claims

import "strings"

// Kind is the JSON type of a claim.
type Kind string

// The kinds of claims in OIDC Core §5.1.
const (
	String  Kind = "a string"
	Boolean Kind = "true or false"
	Number  Kind = "a number"
	Object  Kind = "a mapping" // address, §5.1.1
)

// Claim is a standard claim.
type Claim struct {
	Name  string
	Kind  Kind
	Scope string // the scope that releases it
}

// standard is the list that Standard returns.
var standard = []Claim{
	{"name", String, "profile"},
	{"family_name", String, "profile"},
	{"given_name", String, "profile"},
	{"middle_name", String, "profile"},
	{"nickname", String, "profile"},
	{"preferred_username", String, "profile"},
	{"profile", String, "profile"},
	{"picture", String, "profile"},
	{"website", String, "profile"},
	{"gender", String, "profile"},
	{"birthdate", String, "profile"},
	{"zoneinfo", String, "profile"},
	{"locale", String, "profile"},
	{"updated_at", Number, "profile"},
	{"email", String, "email"},
	{"email_verified", Boolean, "email"},
	{"address", Object, "address"},
	{"phone_number", String, "phone"},
	{"phone_number_verified", Boolean, "phone"},
}

// Standard returns the standard claims in the order of OIDC Core §5.4, without sub, which
// every response has. The caller must not change them.
func Standard() []Claim { return standard }

// Find returns the standard claim with this name, and whether there is one. It also finds the claim
// of a name with a language, such as name#ja (OIDC Core §5.2).
func Find(name string) (Claim, bool) {
	base, _, _ := strings.Cut(name, "#")
	for _, c := range standard {
		if c.Name == base {
			return c, true
		}
	}
	return Claim{}, false
}

// Scope is a scope about the user: one of OpenID Connect, or one of the seed file.
type Scope struct {
	Token       string
	Description string // for the consent page: what the client may do with it
}

// Scopes returns the scopes of OIDC Core §3.1.2.1, §5.4 and §11.
func Scopes() []Scope {
	return []Scope{
		{"openid", "know who you are"},
		{"profile", "see your name and profile"},
		{"email", "see your email address"},
		{"address", "see your postal address"},
		{"phone", "see your telephone number"},
		{"offline_access", "keep this access while you are away, until you take it back"},
	}
}

// DescribeScope returns the description of a scope of OpenID Connect; false for another scope.
func DescribeScope(token string) (text string, ok bool) {
	for _, s := range Scopes() {
		if s.Token == token {
			return s.Description, true
		}
	}
	return "", false
}
