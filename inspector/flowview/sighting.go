package flowview

import (
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// sighting is one value in one message.
type sighting struct {
	Use
	param trace.Param
}

type all []sighting

// sightings returns every value of f that has a fingerprint, or from which a value was derived, in the
// order of the messages, also those within tokens.
func sightings(f flow.Flow) all {
	var list all
	for _, h := range f.Hops {
		list.add(Use{Hop: h}, h.Headers, h.Params)
		if h.Answer != nil {
			list.add(Use{Hop: h, Response: true}, h.Answer.Headers, h.Answer.Params)
		}
	}
	return list
}

func (a *all) add(u Use, parts ...[]trace.Param) {
	for _, p := range slices.Concat(parts...) {
		if p.Print != "" || len(p.Derivations()) > 0 {
			*a = append(*a, sighting{u, p})
		}
		if p.JWT != nil && u.Within == "" {
			a.add(Use{u.Hop, u.Response, nameOf(p)}, p.JWT.Header, p.JWT.Claims)
		}
	}
}

// nameOf returns the name of a value in the terms of the protocol: a header has the name of what it
// carries (RFC 6750 §2.1).
func nameOf(p trace.Param) string {
	switch {
	case p.Name == "Authorization" && p.Class == trace.Credential && p.Attrs != "Session":
		return "access_token"
	case p.Name == "Dpop":
		return "DPoP proof"
	}
	return p.Name
}

// of returns each message that carries the value with this fingerprint, once, and the name of the value.
// Its name can differ between messages, such as code_challenge and challenge: of returns the first.
func (a all) of(print string) (name string, uses []Use) {
	for _, s := range a {
		if s.param.Print != print || print == "" {
			continue
		}
		if name == "" {
			name = nameOf(s.param)
		}
		if !isIn(uses, s.Hop) {
			uses = append(uses, s.Use)
		}
	}
	return name, uses
}

// results returns the values that were derived from a value, if a message carries them.
func (a all) results(print string) []Strand {
	var list []Strand
	for _, s := range a {
		if s.param.Print != print {
			continue
		}
		for _, d := range s.param.Derivations() {
			list = a.with(list, d.How, d.Print)
		}
	}
	return list
}

func (a all) with(list []Strand, how, print string) []Strand {
	name, uses := a.of(print)
	if len(uses) == 0 || slices.ContainsFunc(list, func(s Strand) bool { return s.Print == print }) {
		return list
	}
	return append(list, Strand{how, name, print, uses})
}

// sources returns the values that a value was derived from.
func (a all) sources(print string) []Strand {
	var list []Strand
	for _, s := range a {
		for _, d := range s.param.Derivations() {
			switch {
			case d.Print != print:
			case s.param.Print != "":
				list = a.with(list, d.How, s.param.Print)
			case !slices.ContainsFunc(list, func(one Strand) bool { return one.Name == nameOf(s.param) }):
				list = append(list, Strand{How: d.How, Name: nameOf(s.param), Uses: []Use{s.Use}})
			}
		}
	}
	return list
}

// challengeBefore returns the code challenge of the request that led to a code: the last one before
// the message with the code, and the verifier that it was derived from.
func (a all) challengeBefore(code Use) *Strand {
	var found *Strand
	for _, s := range a {
		if s.Hop.N > code.Hop.N {
			break
		}
		if s.param.Name == "code_challenge" && s.param.Print != "" {
			_, uses := a.of(s.param.Print)
			found = &Strand{How: trace.S256, Name: "code_challenge", Print: s.param.Print, Uses: uses}
		}
	}
	return found
}

// Verifier returns the verifier of the challenge that a code is bound to, or nil if none was sent.
func (t Thread) Verifier(f flow.Flow) *Strand {
	if t.Bound == nil {
		return nil
	}
	sources := sightings(f).sources(t.Bound.Print)
	if len(sources) == 0 {
		return nil
	}
	return &sources[0]
}
