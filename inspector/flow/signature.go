package flow

import "quartet.example/shared/trace"

// Judgement is what one service recorded about the signature of a token.
type Judgement struct {
	By string // role of the service
	In *Hop   // the message during which it verified or signed the token
	trace.Judged
}

// Judgements returns what the services recorded about the token with this fingerprint, in the order of
// the messages. A service may verify a token in another message than the one that the token is in: the
// client verifies the ID token of the token response while it answers the browser.
func (f Flow) Judgements(print string) []Judgement {
	var all []Judgement
	for _, h := range f.Hops {
		for _, e := range []*trace.Event{h.Sent, h.Received} {
			if e == nil {
				continue
			}
			for _, j := range e.Tokens {
				if j.Print == print && print != "" {
					all = append(all, Judgement{By: e.Service, In: h, Judged: j})
				}
			}
		}
	}
	return all
}
