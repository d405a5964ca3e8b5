package flowview

import (
	"net/url"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// shared returns the key and the name of a variable in a script: a value has one variable, whatever its
// place and name. Each DPoP proof is new, and each client has a secret of its own.
func (b *builder) shared(p trace.Param, key, name string) (string, string) {
	switch {
	case p.Name == "Dpop":
		return "proof " + b.h.First, name
	case p.Name == "client_secret":
		name = SecretVariable(b.clientOf())
		return name, name
	case p.Print != "":
		return p.Print, name
	}
	return key, name
}

// SecretVariable returns the variable of a script for the secret of a client.
func SecretVariable(client string) string { return "SECRET_OF_" + capitals(client) }

// clientOf returns the id of the client that authenticates in the message, or "".
func (b *builder) clientOf() string {
	for _, p := range slices.Concat(b.h.Headers, b.h.Params) {
		if p.Name == clientID {
			return p.Value
		}
	}
	return ""
}

// jar adds the cookies that the script has for the host.
func (b *builder) jar() {
	if len(b.placed(trace.InCookie)) > 0 {
		b.add("-b", variable(jarOf(b.h)))
	}
}

// jarOf returns the variable with the cookies of a host. Cookies do not depend on the port (RFC 6265 §8.5).
func jarOf(h *flow.Hop) string {
	host := h.Host()
	if u, err := url.Parse(h.URL); err == nil {
		host = u.Hostname()
	}
	return "COOKIES_" + capitals(host)
}

// jars returns the variables of all hosts with cookies, each once.
func (s *script) jars() []string {
	var all []string
	for _, one := range s.steps {
		if one.command != "" && (setsCookie(one.hop) || len((&builder{h: one.hop}).placed(trace.InCookie)) > 0) {
			all = append(all, jarOf(one.hop))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func setsCookie(h *flow.Hop) bool {
	return h.Answer != nil && slices.ContainsFunc(h.Answer.Params, func(p trace.Param) bool { return p.In == trace.InSetCookie })
}

// kept returns the lines that keep cookies and the nonce for proofs of a response (RFC 9449 §8).
func (s *script) kept(h *flow.Hop) []string {
	var list []string
	if setsCookie(h) {
		list = append(list, jarOf(h)+`=$(cookies "$`+jarOf(h)+`")`)
	}
	if h.Answer != nil && slices.ContainsFunc(h.Answer.Headers, func(p trace.Param) bool { return p.Name == "Dpop-Nonce" }) {
		list = append(list, "NONCE=$(nonce)")
	}
	return list
}

// current returns the step that is added now.
func (s *script) current() *scriptStep { return &s.steps[len(s.steps)-1] }

// source adds the line that sets a variable, which the current step is the first to use.
func (s *script) source(v Variable) {
	here := s.current()
	if from := s.answerWith(v.param); from != nil {
		how := map[string]string{trace.InLocation: "redirect", trace.InBody: "member"}[from.param.In]
		from.step.after = append(from.step.after, assign(v.Name, how, from.param.Name))
		return
	}
	before := func(lines ...string) { here.before = append(here.before, lines...) }
	switch p := v.param; {
	case p.Name == "Dpop":
		before(s.proof(v))
	case slices.Contains([]string{"client_secret", "password", "username", "Authorization"}, p.Name):
		before("ask " + v.Name + " " + word{text(v.From)}.String())
	case p.Name == "code_challenge" && s.verifierOf(p) != nil:
		verifier := s.verifierOf(p)
		s.names[verifier.Print] = "CODE_VERIFIER_FOR_" + v.Name
		before("CODE_VERIFIER_FOR_"+v.Name+"=$(random)", v.Name+`=$(printf %s "$CODE_VERIFIER_FOR_`+v.Name+`" | s256)`)
	case s.isField(p):
		page := &s.steps[len(s.steps)-2]
		page.after = append(page.after, assign(v.Name, "field", p.Name))
	default:
		before(v.Name + "=$(random)")
	}
}

// assign returns a line that reads a value from the response. Only names of plain characters are read.
func assign(variable, how, name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r > 'z' || !isNameByte(byte(r)) && r != '-' }) {
		return variable + "= # its name cannot be read with sed"
	}
	return variable + "=$(" + how + " " + name + ")"
}

// answerOf is a value in the response of a step.
type answerOf struct {
	step  *scriptStep
	param trace.Param
}

// answerWith returns the latest earlier response of the script with the value of p: by its fingerprint, or
// by its name if it has none.
func (s *script) answerWith(p trace.Param) *answerOf {
	for i := len(s.steps) - 2; i >= 0; i-- {
		one := &s.steps[i]
		if one.command == "" || one.hop.Answer == nil {
			continue
		}
		for _, o := range one.hop.Answer.Params {
			same := p.Print != "" && o.Print == p.Print || p.Print == "" && o.Print == "" && o.Masked && o.Name == p.Name && o.Len == p.Len
			if same && (o.In == trace.InLocation || o.In == trace.InBody) {
				return &answerOf{one, o}
			}
		}
	}
	return nil
}

// verifierOf returns the code verifier of a challenge in a later message, or nil.
func (s *script) verifierOf(challenge trace.Param) *trace.Param {
	for _, h := range s.flow.Hops {
		for _, p := range h.Params {
			if p.S256 != "" && p.S256 == challenge.Print {
				return &p
			}
		}
	}
	return nil
}

// isField reports whether p can be a hidden field of the page before: the step before showed HTML.
func (s *script) isField(p trace.Param) bool {
	if p.In != trace.InBody || len(s.steps) < 2 {
		return false
	}
	before := s.steps[len(s.steps)-2]
	return before.command != "" && before.hop.Answer != nil && strings.Contains(before.hop.Answer.Type, "html")
}

// stateCheck returns the check of state, which the client makes when the browser brings the response.
func (s *script) stateCheck(h *flow.Hop) []string {
	for _, p := range h.Params {
		if name := s.names[p.Print]; p.Name == "state" && name != "" {
			return []string{`[ "$(redirect state)" = "$` + name + `" ] || fail 'state is not the one of the request'`}
		}
	}
	return nil
}

// hasProof reports whether a message has a DPoP proof.
func (s *script) hasProof() bool {
	return slices.ContainsFunc(s.variables, func(v Variable) bool { return v.param.Name == "Dpop" })
}

// proof returns the line that makes a DPoP proof (RFC 9449 §4.2) for the current step.
func (s *script) proof(v Variable) string {
	here := s.current().hop
	nonce, token := "''", "''"
	if v.param.JWT != nil {
		for _, claim := range v.param.JWT.Claims {
			switch claim.Name {
			case "nonce":
				nonce = `"$NONCE"`
			case "ath":
				token = `"$` + s.names[printOfToken(here)] + `"`
			}
		}
	}
	return v.Name + "=$(proof " + word{text(here.Method)}.String() + " " + word{text(here.URL)}.String() + " " + nonce + " " + token + ")"
}

// printOfToken returns the fingerprint of the access token in a message.
func printOfToken(h *flow.Hop) string {
	for _, p := range h.Headers {
		if p.Name == "Authorization" {
			return p.Print
		}
	}
	return ""
}
