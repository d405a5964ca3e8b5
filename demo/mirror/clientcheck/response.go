package clientcheck

import (
	"context"
	"net/url"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// responseScenarios are attacks on the authorization response (RFC 6749 §4.1.2).
var responseScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.response.csrf", Title: "refuses an authorization response that was made for another browser", Spec: "RFC 6749 §10.12, RFC 9700 §4.7",
			Attack: "An attacker begins a sign-in, and leads the victim's browser to the end of it. The victim is then signed in as the attacker, and enters data into the attacker's account.",
			Fix:    "Put a random state into each authorization request, store it in a cookie or session of that browser, and refuse every response whose state is not the stored one. PKCE and nonce protect too if they are stored like that.",
		},
		try: loginCSRF,
	},
	{
		Defence: report.Defence{
			ID: "client.response.state", Title: "compares state with that of the request", Spec: "RFC 6749 §10.12",
			Attack: "The response has no state, or a changed one. An attacker who cannot read the state of the victim can still send any of these.",
			Fix:    "Refuse a response unless its state is the one of a sign-in which this browser has begun.",
		},
		needs: []need{usesState},
		try: refuses(fixed(
			variant{"state is missing", hostile.Conduct{Response: func(v url.Values) { v.Del("state") }}},
			variant{"state is empty", hostile.Conduct{Response: func(v url.Values) { v.Set("state", "") }}},
			variant{"state is changed", hostile.Conduct{Response: func(v url.Values) { v.Set("state", altered(v.Get("state"))) }}},
		)),
	},
	{
		Defence: report.Defence{
			ID: "client.response.state-fresh", Title: "sends a new, random state with each request", Spec: "RFC 6749 §10.10",
			Attack: "An attacker who can guess state can forge a response.",
			Fix:    "Make state of at least 128 bits from a cryptographic random number generator, for each sign-in.",
		},
		needs: []need{usesState},
		try:   fresh("state", 16),
	},
	{
		Defence: report.Defence{
			ID: "client.response.iss", Title: "compares iss of the response with the issuer that it asked", Spec: "RFC 9207 §2.4, RFC 9700 §4.4",
			Attack: "Mix-up: the user chose a hostile server, which sent the browser on to an honest one. The client then sends the honest server's code to the hostile server. A client of only one server is safe until it gets a second one.",
			Fix:    "Remember the issuer of each sign-in. Refuse a response whose iss is another one, and one without iss if the metadata has authorization_response_iss_parameter_supported.",
		},
		try: refuses(func(c *checker) []variant {
			all := []variant{
				{"iss is another issuer", hostile.Conduct{Response: func(v url.Values) { v.Set("iss", foreignIssuer) }}},
				{"iss has a slash at the end", hostile.Conduct{Response: func(v url.Values) { v.Set("iss", v.Get("iss")+"/") }}},
			}
			if usesMetadata.holds(c) {
				all = append(all, variant{"iss is missing, although the metadata promises it", hostile.Conduct{Response: func(v url.Values) { v.Del("iss") }}})
			}
			return all
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.response.injection", Title: "refuses a code that was issued for another sign-in", Spec: "RFC 9700 §4.5",
			Attack: "Code injection: an attacker who has stolen a code puts it into a sign-in of their own, and is signed in as the victim.",
			Fix:    "Use PKCE with S256: the authorization server then refuses the code. With OpenID Connect also send a nonce, and compare it with that of the ID token.",
		},
		try: codeInjection,
	},
	{
		Defence: report.Defence{
			ID: "client.response.duplicate", Advice: true, Title: "refuses a response with a parameter twice", Spec: "RFC 6749 §3.1",
			Attack: "The response has two codes, or two values of state. If a proxy or a log filter reads the first and the client the second, one of them is deceived.",
			Fix:    "Refuse a response in which code, state, iss or error occurs more than once.",
		},
		try: refuses(duplicates),
	},
	{
		Defence: report.Defence{
			ID: "client.response.error", Title: "signs nobody in after an error response", Spec: "RFC 6749 §4.1.2.1",
			Attack: "The response has an error, and a code beside it. The user may have refused.",
			Fix:    "Look for error before code, and end the sign-in if it is there.",
		},
		try: refuses(fixed(
			variant{"error and code", hostile.Conduct{Response: func(v url.Values) { v.Set("error", "access_denied") }}},
			variant{"no code", hostile.Conduct{Response: func(v url.Values) { v.Del("code") }}},
		)),
	},
	{
		Defence: report.Defence{
			ID: "client.response.replay", Title: "uses each authorization response only once", Spec: "RFC 6749 §4.1.2, RFC 9700 §4.2.4",
			Attack: "The address of the callback is opened again, from the history of the browser or from a log.",
			Fix:    "Delete the stored state when the first response with it arrives, before the token request, whatever the result.",
		},
		try: responseReplay,
	},
}

// duplicates has responses with a parameter twice. A state that the client does not compare says nothing
// about which of two it takes.
func duplicates(c *checker) []variant {
	all := []variant{
		{"a second code follows", hostile.Conduct{Response: func(v url.Values) { v.Add("code", "another") }}},
		{"another code is first", hostile.Conduct{Response: func(v url.Values) { v["code"] = []string{"another", v.Get("code")} }}},
	}
	if usesState.holds(c) && !c.failed["client.response.state"] {
		all = append(all, variant{"a second state follows", hostile.Conduct{Response: func(v url.Values) { v.Add("state", "another") }}})
	}
	return all
}

// loginCSRF brings a response to a browser that did not ask for it, and to one that asked for another.
func loginCSRF(ctx context.Context, c *checker) (seen []string, err error) {
	for _, begins := range []bool{false, true} {
		attacker, err := c.start(ctx, hostile.Conduct{})
		if err != nil {
			return seen, err
		}
		victim := &attempt{browser: c.newBrowser(), c: c, first: attacker.first}
		victim.At = attacker.At // a page of the attacker leads to the client
		name := "the victim has begun no sign-in"
		if begins {
			name = "the victim has begun a sign-in"
			if victim, err = c.start(ctx, hostile.Conduct{}); err != nil {
				return seen, err
			}
		}
		if err := victim.deliver(ctx, attacker.request, c.provider.Authorize(attacker.request)); err != nil {
			return seen, err
		}
		if victim.signedIn() {
			seen = append(seen, name+": the client signed the attacker in, in the victim's browser")
		}
	}
	return seen, nil
}

// codeInjection puts the code of one sign-in into another. The provider is honest: it refuses the code if
// the verifier is not that of the sign-in in which it was issued.
func codeInjection(ctx context.Context, c *checker) ([]string, error) {
	victim, err := c.start(ctx, hostile.Conduct{})
	if err != nil {
		return nil, err
	}
	stolen := c.provider.Authorize(victim.request).Get("code")
	attacker, err := c.start(ctx, hostile.Conduct{})
	if err != nil {
		return nil, err
	}
	response := c.provider.Authorize(attacker.request)
	response.Set("code", stolen)
	if err := attacker.finish(ctx, response); err != nil || !attacker.signedIn() {
		return nil, err
	}
	return []string{"the client signed the attacker in with the code of the victim"}, nil
}

// responseReplay opens the address of the response a second time, in the same browser.
func responseReplay(ctx context.Context, c *checker) ([]string, error) {
	a, err := c.signIn(ctx, hostile.Conduct{})
	if err != nil {
		return nil, err
	}
	if a.callback == nil {
		return nil, skip("The client gets the response in a form, which is in no history and in no log.")
	}
	before := len(a.records(hostile.Token))
	if err := a.Open(ctx, a.callback, nil); err != nil {
		return nil, err
	}
	a.last = len(c.provider.Records())
	for _, r := range a.records(hostile.Token)[before:] {
		if r.Form.Get("code") == a.callback.Query().Get("code") {
			return []string{"the client sent the code to the token endpoint again"}, nil
		}
	}
	return nil, nil
}

// altered returns a text of the same length that differs in the last character.
func altered(text string) string {
	if text == "" {
		return "A"
	}
	last := "A"
	if text[len(text)-1:] == last {
		last = "B"
	}
	return text[:len(text)-1] + last
}
