package flowview

import (
	"slices"
	"strconv"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// variableOf returns the variable for the value of p, which is the same for equal values.
func (b *builder) variableOf(p trace.Param, name string) piece {
	key := name + " " + p.In + p.Name + " " + p.Print + " " + strconv.Itoa(p.Len) + p.Value
	if b.script {
		key, name = b.shared(p, key, name)
	}
	if known, ok := b.names[key]; ok {
		return variable(known)
	}
	unique := name
	for n := 2; slices.ContainsFunc(b.variables, func(v Variable) bool { return v.Name == unique }); n++ {
		unique = name + "_" + strconv.Itoa(n)
	}
	from, at := b.origin(p)
	b.names[key] = unique
	b.variables = append(b.variables, Variable{unique, from, at, p})
	return variable(unique)
}

// variableName returns the name of a parameter in capitals. An unknown name could be the name of a
// variable of the shell, such as PATH, and USERNAME has a meaning in zsh.
func variableName(p trace.Param) string {
	switch {
	case p.Name == "username":
		return "LOGIN_NAME"
	case !trace.Lookup(p.In, p.Name).Known:
		return "VALUE"
	}
	return capitals(p.Name)
}

func cookieVariable(name string) string {
	if !trace.Lookup(trace.InCookie, name).Known || trace.CookieTerm(name) == "cookie of another program" {
		return "COOKIE"
	}
	return capitals(trace.CookieTerm(name))
}

// capitals returns s with capital letters, digits and underscores only.
func capitals(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 'z' || !isNameByte(byte(r)) {
			return '_'
		}
		return r
	}, strings.ToUpper(s))
}

// origin says where the value of p comes from, and in which message it was.
func (b *builder) origin(p trace.Param) (from string, at *flow.Hop) {
	switch p.Name {
	case "client_secret":
		return "the secret of the client, from its settings; in the demo from authserver/internal/seed/default.yaml", nil
	case "client_assertion":
		return "a JWT that the client signs with its key", nil
	case "username":
		return "the name of the user", nil
	case "password":
		return "the password of the user", nil
	case "Dpop":
		return "a proof that the client signs with its key", nil
	}
	if at := b.first(func(h *flow.Hop) bool { return h.Answer != nil && has(h.Answer.Params, p) }); at != nil {
		return "from the response to message", at
	}
	if at := b.first(func(h *flow.Hop) bool {
		return p.S256 != "" && slices.ContainsFunc(h.Values(), func(o trace.Param) bool { return o.Print == p.S256 })
	}); at != nil {
		return "known to the client only; its SHA-256 hash is the code_challenge in message", at
	}
	if at := b.first(func(h *flow.Hop) bool { return has(h.Params, p) }); at != nil {
		return "sent before, in message", at
	}
	if p.In == trace.InCookie {
		return "the cookie of your browser for this host", nil
	}
	return "chosen by the sender: " + meaningOf(p), nil
}

func meaningOf(p trace.Param) string {
	if e := trace.Lookup(p.In, p.Name); e.Known {
		return e.Meaning
	}
	return "this name is not in the dictionary."
}

// first returns the first earlier message for which found returns true, or nil.
func (b *builder) first(found func(*flow.Hop) bool) *flow.Hop {
	for _, h := range b.in.Hops {
		if h.First == b.h.First {
			break
		}
		if found(h) {
			return h
		}
	}
	return nil
}

// has reports whether list has the value of p: by its fingerprint, or, for a cookie that has none, by
// its name.
func has(list []trace.Param, p trace.Param) bool {
	return slices.ContainsFunc(list, func(o trace.Param) bool {
		return p.Print != "" && o.Print == p.Print || p.In == trace.InCookie && o.In == trace.InSetCookie && o.Name == p.Name
	})
}
