package walk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Result is what a walk has done, also if it ended with an error.
type Result struct {
	Flow flow.Flow // every message, with masked secrets
	Last *flow.Hop // the message whose response is the result of the flow; nil if there is none
	Raw  Raw       // what Last says without a mask

	callback string // where the redirect URI listened
}

// JSON returns the result as one line of JSON: the response of Last. Secrets are masked unless reveal is
// true. It returns nil if there is no result, or if the response is not a JSON object.
func (r Result) JSON(reveal bool) []byte {
	members, err := membersOf(r.Raw.AnswerBody)
	if r.Last == nil || r.Last.Answer == nil || err != nil {
		return nil
	}
	var b bytes.Buffer
	for i, m := range members {
		b.WriteByte("{,"[min(i, 1)])
		b.Write(jsonText(m.name))
		b.WriteByte(':')
		if reveal {
			b.Write(m.value)
		} else {
			b.Write(r.masked(m))
		}
	}
	if len(members) == 0 {
		b.WriteByte('{')
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// Token returns the access token of the result, masked unless reveal is true, or "" if there is none.
func (r Result) Token(reveal bool) string {
	if r.Last == nil || r.Last.Answer == nil {
		return ""
	}
	i := slices.IndexFunc(r.Last.Answer.Params, func(p trace.Param) bool { return p.Name == "access_token" && p.In == trace.InBody })
	if i < 0 {
		return ""
	}
	if !reveal {
		return mask(r.Last.Answer.Params[i])
	}
	var t struct {
		AccessToken string `json:"access_token"`
	}
	_ = json.Unmarshal(r.Raw.AnswerBody, &t) // it was decoded before
	return t.AccessToken
}

// masked returns the value of a member as it was recorded. A member that the recorder left out is masked.
func (r Result) masked(m member) []byte {
	params := r.Last.Answer.Params
	i := slices.IndexFunc(params, func(p trace.Param) bool { return p.Name == m.name && p.In == trace.InBody })
	switch {
	case i < 0:
		return jsonText("••••")
	case params[i].Masked:
		return jsonText(mask(params[i]))
	case m.value[0] == '{' || m.value[0] == '[':
		return jsonText(params[i].Value)
	}
	return m.value
}

// mask returns what is shown instead of a secret.
func mask(p trace.Param) string {
	if p.Print == "" {
		return fmt.Sprintf("•••• %d characters", p.Len)
	}
	return fmt.Sprintf("•••• ‹%s› %d characters", p.Chip(), p.Len)
}

// member is a member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

var errNoObject = errors.New("not a JSON object")

// membersOf returns the members of a JSON object in their order.
func membersOf(body []byte) ([]member, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errNoObject
	}
	var all []member
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: name.(string)} // the decoder has checked it
		if err := d.Decode(&m.value); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

func jsonText(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be encoded
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
