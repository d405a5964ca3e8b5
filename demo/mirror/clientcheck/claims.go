package clientcheck

import (
	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// claimed is a provider that changes claims of the ID token. The signature is valid.
func claimed(name string, change func(claims map[string]any)) variant {
	return variant{name, hostile.Conduct{Claims: change}}
}

// set replaces one claim; nil removes it.
func set(name, claim string, value any) variant {
	return claimed(name, func(claims map[string]any) { put(claims, claim, value) })
}

func put(claims map[string]any, claim string, value any) {
	claims[claim] = value
	if value == nil {
		delete(claims, claim)
	}
}

// later moves a date by a number of seconds.
func later(name, claim string, seconds int64) variant {
	return claimed(name, func(claims map[string]any) { claims[claim] = claims[claim].(int64) + seconds })
}

const (
	hour = 3600
	day  = 24 * hour
)

// claimScenarios are attacks on the claims of the ID token (OIDC Core §2, §3.1.3.7).
var claimScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.id-token.present", Title: "refuses a token response without an ID token", Spec: "OIDC Core §3.1.3.3",
			Attack: "The token response has only an access token. It does not say who signed in, or for which client: an access token of any other client does as well.",
			Fix:    "If you asked for the scope openid, refuse a token response without id_token.",
		},
		needs: []need{usesOpenID},
		try:   refuses(fixed(variant{"no id_token", hostile.Conduct{Tokens: func(answer map[string]any) { delete(answer, "id_token") }}})),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.iss", Title: "refuses an ID token of another issuer", Spec: "OIDC Core §3.1.3.7 rule 2",
			Attack: "The ID token names another issuer, whose users have the same sub by chance or on purpose.",
			Fix:    "Compare iss with the issuer of the sign-in, as strings, without normalization.",
		},
		needs: []need{usesOpenID},
		try: refuses(fixed(
			set("iss is another issuer", "iss", foreignIssuer),
			claimed("iss has a slash at the end", func(claims map[string]any) { claims["iss"] = claims["iss"].(string) + "/" }),
			set("iss is missing", "iss", nil),
		)),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.aud", Title: "refuses an ID token for another client", Spec: "OIDC Core §3.1.3.7 rule 3",
			Attack: "The ID token was issued to another client. Whoever runs that client could sign in here as each of its users.",
			Fix:    "Require your client_id in aud, and refuse audiences beside it that you do not trust.",
		},
		needs: []need{usesOpenID},
		try: refuses(func(c *checker) []variant {
			return []variant{
				set("aud is another client", "aud", "another-client"),
				set("aud is missing", "aud", nil),
				set("aud is an empty list", "aud", []string{}),
				set("aud begins with the client_id", "aud", c.provider.ClientID+"-2"),
				set("aud has another client too", "aud", []string{c.provider.ClientID, "another-client"}),
			}
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.azp", Advice: true, Title: "refuses an ID token that was issued to another client", Spec: "OIDC Core §2, §3.1.3.7",
			Attack: "aud names this client, but azp says that another client has asked for the token. OpenID Connect leaves it to the client whether it looks at azp.",
			Fix:    "If azp is present, require that it is your client_id.",
		},
		needs: []need{usesOpenID},
		try:   refuses(fixed(set("azp is another client", "azp", "another-client"))),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.exp", Title: "refuses an expired ID token", Spec: "OIDC Core §3.1.3.7 rule 9",
			Attack: "An old ID token, from a log or a backup, is used again.",
			Fix:    "Require exp, and refuse the token after that time. Allow a few minutes at most for clocks that differ.",
		},
		needs: []need{usesOpenID},
		try:   refuses(fixed(later("expired a day ago", "exp", -day), set("exp is missing", "exp", nil), set("exp is a text", "exp", "tomorrow"))),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.iat", Advice: true, Title: "refuses an ID token without a time of issue, or with one in the future", Spec: "OIDC Core §2, §3.1.3.7 rule 10",
			Attack: "The ID token says that it is issued tomorrow: it was made in advance, or the clock of the issuer is wrong. OpenID Connect leaves it to the client which times it accepts, but iat must be there.",
			Fix:    "Require iat as a number, and refuse a token whose iat is in the future by more than a few minutes.",
		},
		needs: []need{usesOpenID},
		try:   refuses(fixed(later("issued tomorrow", "iat", day), set("iat is missing", "iat", nil))),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.sub", Title: "refuses an ID token that names no user", Spec: "OIDC Core §2",
			Attack: "The ID token has no sub. A client that finds its user by an e-mail address instead can be deceived by whoever can choose that address.",
			Fix:    "Require sub as a text, and find users by iss and sub together.",
		},
		needs: []need{usesOpenID},
		try:   refuses(fixed(set("sub is missing", "sub", nil), set("sub is empty", "sub", ""))),
	},
}
