package provider

import "time"

// Held is what is known of an authorization server.
type Held struct {
	Issuer   string
	Metadata time.Time // when its metadata was fetched; zero: not yet
	Keys     time.Time // when its keys were fetched; zero: not yet
	KeyIDs   []string
}

// Held returns what is known of each server. It fetches nothing.
func (s *Servers) Held() []Held {
	var all []Held
	for _, p := range s.list {
		all = append(all, p.held())
	}
	return all
}

func (p *Provider) held() Held {
	p.mu.Lock()
	known := p.known
	p.mu.Unlock()
	h := Held{Issuer: p.Issuer}
	if known == nil {
		return h
	}
	set, at := known.keys.Held()
	h.Metadata, h.Keys = known.fetched, at
	for _, key := range set.Keys {
		h.KeyIDs = append(h.KeyIDs, key.ID)
	}
	return h
}
