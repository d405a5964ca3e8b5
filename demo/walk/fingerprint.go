package walk

import (
	"quartet.example/shared/trace"
)

// learn notes which fingerprints of the services and of this program are of the same values. Each makes
// its fingerprints with a key of its own, so that the same value has two.
func (w *walker) learn(own, theirs trace.Event) {
	w.learnParams(own.Headers, theirs.Headers)
	w.learnParams(own.Params, theirs.Params)
	if own.Answer != nil && theirs.Answer != nil {
		w.learnParams(own.Answer.Headers, theirs.Answer.Headers)
		w.learnParams(own.Answer.Params, theirs.Answer.Params)
	}
}

// learnParams compares parameters with the same name and place, in their order.
func (w *walker) learnParams(own, theirs []trace.Param) {
	byName := map[string][]trace.Param{}
	for _, p := range own {
		byName[p.In+" "+p.Name] = append(byName[p.In+" "+p.Name], p)
	}
	for _, p := range theirs {
		key := p.In + " " + p.Name
		if len(byName[key]) == 0 {
			continue
		}
		w.learnParam(byName[key][0], p)
		byName[key] = byName[key][1:]
	}
}

func (w *walker) learnParam(own, theirs trace.Param) {
	if own.Len != theirs.Len {
		return
	}
	w.same(theirs.Print, own.Print)
	w.same(theirs.S256, own.S256)
	for i := range min(len(own.Derived), len(theirs.Derived)) {
		w.same(theirs.Derived[i].Print, own.Derived[i].Print)
	}
	if own.JWT != nil && theirs.JWT != nil {
		w.learnParams(own.JWT.Header, theirs.JWT.Header)
		w.learnParams(own.JWT.Claims, theirs.JWT.Claims)
	}
}

func (w *walker) same(theirs, own string) {
	if theirs != "" && own != "" {
		w.prints[theirs] = own
	}
}

// translated returns e with the fingerprints of this program. A value that this program has not seen
// keeps its fingerprint.
func (w *walker) translated(e trace.Event) trace.Event {
	e.Headers, e.Params = w.params(e.Headers), w.params(e.Params)
	if e.Answer != nil {
		a := *e.Answer
		a.Headers, a.Params = w.params(a.Headers), w.params(a.Params)
		e.Answer = &a
	}
	tokens := make([]trace.Judged, len(e.Tokens))
	for i, t := range e.Tokens {
		t.Print = w.print(t.Print)
		tokens[i] = t
	}
	e.Tokens = tokens
	return e
}

func (w *walker) params(list []trace.Param) []trace.Param {
	out := make([]trace.Param, len(list))
	for i, p := range list {
		p.Print, p.S256 = w.print(p.Print), w.print(p.S256)
		derived := make([]trace.Derived, len(p.Derived))
		for j, d := range p.Derived {
			d.Print = w.print(d.Print)
			derived[j] = d
		}
		p.Derived = derived
		if p.JWT != nil {
			token := *p.JWT
			token.Header, token.Claims = w.params(token.Header), w.params(token.Claims)
			p.JWT = &token
		}
		out[i] = p
	}
	return out
}

func (w *walker) print(theirs string) string {
	if own, known := w.prints[theirs]; known {
		return own
	}
	return theirs
}
