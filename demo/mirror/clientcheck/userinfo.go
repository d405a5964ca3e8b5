package clientcheck

import (
	"context"
	"maps"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// userinfoScenarios are attacks by UserInfo (OIDC Core §5.3).
var userinfoScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.userinfo.sub", Title: "uses no UserInfo of another user than the one of the ID token", Spec: "OIDC Core §5.3.2",
			Attack: "Token substitution: UserInfo is about another user than the ID token, because the access token was replaced.",
			Fix:    "Compare sub of UserInfo with sub of the ID token, and use nothing of UserInfo if they differ.",
		},
		needs: []need{usesOpenID, usesUserinfo},
		try:   otherUser,
	},
	{
		Defence: report.Defence{
			ID: "client.userinfo.redirect", Title: "sends the access token to no other server, if UserInfo redirects", Spec: "RFC 6750 §5.2, RFC 9110 §15.4",
			Attack: "UserInfo answers 307 to another origin. An HTTP library that follows it with all headers sends the access token there.",
			Fix:    "Turn off redirects in the HTTP client for UserInfo.",
		},
		needs: []need{usesUserinfo},
		try:   redirected(hostile.Userinfo, authorization),
	},
}

// mallory is the user of UserInfo in the attack.
var mallory = map[string]any{
	"sub": "mallory-of-another-account", "name": "Mallory Otheraccount", "preferred_username": "mallory.otheraccount", "email": "mallory@otheraccount.example",
}

// otherUser succeeds if a page shows the other user, or if the client signs somebody in and the page does
// not say that it is the user of the ID token.
func otherUser(ctx context.Context, c *checker) ([]string, error) {
	for _, v := range []variant{
		{"sub is another user", hostile.Conduct{Userinfo: func(claims map[string]any) { maps.Copy(claims, mallory) }}},
		{"sub is missing", hostile.Conduct{Userinfo: func(claims map[string]any) {
			maps.Copy(claims, mallory)
			delete(claims, "sub")
		}}},
	} {
		a, err := c.signIn(ctx, v.conduct)
		if err != nil {
			return nil, err
		}
		page := ""
		for _, h := range a.seen() {
			page += h.Body
		}
		switch {
		case shows(page, mallory):
			return []string{v.name + ": the client shows the user of UserInfo"}, nil
		case a.signedIn() && !shows(page, hostile.User):
			return []string{v.name + ": the client signed the user in, and no page shows that it is the user of the ID token"}, nil
		}
	}
	return nil, nil
}
