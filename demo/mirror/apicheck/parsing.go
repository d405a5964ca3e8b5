package apicheck

import (
	"context"
	"strings"
)

func parsingChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.claims.duplicate", Title: "takes the last of two claims with one name, or refuses both",
			Attack: "A claim occurs twice: first with the right value, then with a wrong one. Two parsers that take different ones see two different tokens.",
			Spec:   "RFC 7519 §4, RFC 7515 §4",
			Fix:    "Use a JSON parser that refuses repeated names, or that takes the last one.",
		}, attack: ifPlainIsRefused(duplicates)},
		{Defence: Defence{
			ID: "api.claims.case", Title: "distinguishes claims whose names differ in case",
			Attack: "The right value is in AUD, ISS or Exp, and the claim itself is wrong or missing. A parser that ignores case takes it.",
			Spec:   "RFC 7519 §10.1.1, RFC 7515 §4",
			Fix:    "Use a JSON parser that compares names exactly. encoding/json of Go does not when it decodes into a struct: check the claims in a map, or use a JWT library that does.",
		}, attack: ifPlainIsRefused(miscased)},
		{Defence: Defence{
			ID: "api.header.crit", Title: "refuses critical extensions that it does not know",
			Attack: "The header says in crit that an extension must be understood: one that does not exist, or b64, by which the payload would be another.",
			Spec:   "RFC 7515 §4.1.11, RFC 7797 §6",
			Fix:    "Refuse every token with crit, unless the JWT library supports all extensions in it. Some libraries ignore crit: then look for it in the header yourself.",
		}, attack: refuses(critical)},
	}
}

// variant is a token with a wrong claim that a right one of nearly the same name should hide, and the
// same token without that right one.
type variant struct {
	attempt
	plain string
}

// ifPlainIsRefused makes the attempts of those variants whose plain token the API refuses. If it
// accepts the plain token, it does not check the claim at all, which is the fault of another defence.
func ifPlainIsRefused(variants func(*forger) []variant) attack {
	return func(ctx context.Context, r *run) ([]string, error) {
		f := &forger{run: r}
		var attempts []attempt
		for _, v := range variants(f) {
			e, err := r.send(ctx, attempt{name: v.name + ", plain", token: v.plain})
			if err != nil {
				return nil, err
			}
			if !e.accepted() {
				attempts = append(attempts, v.attempt)
			}
		}
		if err := need(len(attempts) > 0, "the API does not check iss, aud and exp at all"); err != nil {
			return nil, err
		}
		if f.err != nil {
			return nil, f.err
		}
		return r.accepts(ctx, attempts)
	}
}

// wrongClaims are claims with a value that the API must refuse.
func (f *forger) wrongClaims() []struct {
	name         string
	wrong, right any
} {
	return []struct {
		name         string
		wrong, right any
	}{
		{"exp", f.Now().Add(-10 * lifetime).Unix(), f.Now().Add(lifetime).Unix()},
		{"aud", "https://other.example", f.Audience},
		{"iss", "https://other.example", f.issuer.url},
	}
}

func duplicates(f *forger) []variant {
	var all []variant
	for _, c := range f.wrongClaims() {
		twice := f.claims(object{c.name: c.right})
		twice = strings.TrimSuffix(twice, "}") + "," + strings.TrimPrefix(f.text(object{c.name: c.wrong}), "{")
		token := f.sign(f.key.Algorithm, f.key.Signer, f.header(f.key, nil), twice)
		all = append(all, variant{attempt{name: c.name + " twice, the last one wrong", token: token}, f.withClaims(object{c.name: c.wrong})})
	}
	return all
}

func miscased(f *forger) []variant {
	var all []variant
	for _, c := range f.wrongClaims() {
		for _, other := range []string{strings.ToUpper(c.name), strings.ToUpper(c.name[:1]) + c.name[1:]} {
			wrong := f.claims(object{c.name: c.wrong})
			for where, claims := range map[string]string{ // a parser may take the first or the last one
				"after":  strings.TrimSuffix(wrong, "}") + "," + strings.TrimPrefix(f.text(object{other: c.right}), "{"),
				"before": strings.TrimSuffix(f.text(object{other: c.right}), "}") + "," + strings.TrimPrefix(wrong, "{"),
			} {
				token := f.sign(f.key.Algorithm, f.key.Signer, f.header(f.key, nil), claims)
				all = append(all, variant{attempt{name: c.name + " wrong, " + other + " right, " + where + " it", token: token}, f.withClaims(object{c.name: c.wrong})})
			}
		}
		without := f.withClaims(object{c.name: nil, strings.ToUpper(c.name): c.right})
		all = append(all, variant{attempt{name: strings.ToUpper(c.name) + " in place of " + c.name, token: without}, f.withClaims(object{c.name: nil})})
	}
	return all
}

func critical(f *forger) []attempt {
	unencoded := f.sign(f.key.Algorithm, f.key.Signer, f.header(f.key, object{"b64": false, "crit": []string{"b64"}}), f.claims(nil))
	return []attempt{
		{name: "an unknown extension", token: f.withHeader(object{"crit": []string{"https://attacker.example/x"}, "https://attacker.example/x": true})},
		{name: "crit names a member that is absent", token: f.withHeader(object{"crit": []string{"absent"}})},
		{name: "crit names exp", token: f.withHeader(object{"crit": []string{"exp"}, "exp": 1})},
		{name: "b64 false", token: unencoded},
	}
}
