package stateview

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// addTokens adds to each grant its refresh tokens, oldest first, and to each refresh token the access
// tokens that were issued together with it. Both are in the responses of the token endpoint: the server
// itself stores the hash of the current refresh token, and no access token.
func addTokens(s *state.Section, hops []*flow.Hop, now time.Time) {
	issued := issuedIn(hops)
	for i := range s.Items {
		grant := &s.Items[i]
		f := family{grant: *grant, now: now}
		for _, response := range issued[grant.Key] {
			f.add(response)
		}
		grant.Items = f.items()
	}
}

// response is a response of the token endpoint (RFC 6749 §5.1).
type response struct {
	at      time.Time
	grant   string // grant_type of the request
	refresh *trace.Param
	access  trace.Param
}

// issuedIn returns the responses with tokens, by the gid of their grant.
func issuedIn(hops []*flow.Hop) map[string][]response {
	issued := map[string][]response{}
	for _, h := range hops {
		if h.To != trace.AuthServer || h.Method != http.MethodPost || h.Status != 200 || h.Answer == nil || !strings.HasSuffix(h.Path(), "/token") {
			continue
		}
		r := response{at: h.Began.Add(h.Took()), grant: valueOf(h.Params, "grant_type")}
		for _, p := range h.Answer.Params {
			switch p.Name {
			case "access_token":
				r.access = p
			case "refresh_token":
				r.refresh = &p
			}
		}
		if gid := claim(r.access, "gid"); gid != "" {
			issued[gid] = append(issued[gid], r)
		}
	}
	return issued
}

func valueOf(params []trace.Param, name string) string {
	for _, p := range params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// claim returns a claim of a token, "" if it has none.
func claim(token trace.Param, name string) string {
	if token.JWT == nil {
		return ""
	}
	return valueOf(token.JWT.Claims, name)
}

// family is the tokens of one grant.
type family struct {
	grant       state.Item
	now         time.Time
	generations []state.Item
	others      []state.Item // access tokens without a refresh token
	incomplete  bool         // the first refresh token is not in the recording
}

func (f *family) add(r response) {
	access := f.accessToken(r)
	if r.refresh == nil {
		access.Values = append(access.Values, state.Text("grant type", r.grant))
		f.others = append(f.others, access)
		return
	}
	if len(f.generations) == 0 {
		f.incomplete = r.grant == "refresh_token"
	}
	for i := range f.generations {
		if f.generations[i].Key == r.refresh.Print { // a repeated request got the same token again
			f.generations[i].Items = append(f.generations[i].Items, access)
			return
		}
	}
	masked := *r.refresh
	f.generations = append(f.generations, state.Item{
		Key: masked.Print, Name: f.nameOf(len(f.generations) + 1), Items: []state.Item{access},
		Values: []state.Value{{Name: "refresh_token", Param: &masked}, state.Since("issued", r.at)},
	})
}

func (f *family) nameOf(n int) string {
	if f.incomplete {
		return "Refresh token, a later generation"
	}
	return fmt.Sprintf("Refresh token, generation %d", n)
}

func (f *family) accessToken(r response) state.Item {
	token := r.access
	jti, ends := state.Value{Name: "jti"}, state.Value{Name: "ends"}
	for _, p := range token.JWT.Claims {
		switch p.Name {
		case "jti":
			jti.Param = &p
		case "exp":
			if seconds, err := strconv.ParseInt(p.Value, 10, 64); err == nil {
				ends = state.Until("ends", time.Unix(seconds, 0))
			}
		}
	}
	token.JWT = nil
	item := state.Item{Key: claim(r.access, "jti"), Name: "Access token", Status: "valid", Values: []state.Value{
		{Name: "access_token", Param: &token}, jti, ends,
	}}
	switch {
	case f.grant.Ended:
		item.Status, item.Ended = "revoked", true
	case ends.At != nil && !f.now.Before(*ends.At):
		item.Status, item.Ended = "expired", true
	}
	return item
}

// items returns the generations, of which the last is current unless the grant has ended.
func (f *family) items() []state.Item {
	for i := range f.generations {
		g := &f.generations[i]
		switch {
		case f.grant.Ended:
			g.Status, g.Ended = "revoked", true
		case i == len(f.generations)-1:
			g.Status = "current"
		default:
			g.Status, g.Ended = "replaced", true
		}
	}
	return append(f.generations, f.others...)
}
