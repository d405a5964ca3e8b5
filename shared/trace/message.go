package trace

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxBody is the number of bytes of a body that are parsed.
const maxBody = 64 << 10

// form parses application/x-www-form-urlencoded (RFC 6749 App. B), keeping order and repeated
// names. A body without any known name may be a secret that was sent as the whole body: base64
// ends in "=", which looks like a name without a value. Such a body is masked completely.
func (r *Recorder) form(in, encoded string) []Param {
	if in == InBody && encoded != "" && !hasKnownName(in, encoded) {
		return []Param{nameless(in, encoded)}
	}
	var params []Param
	for pair := range strings.SplitSeq(encoded, "&") {
		if pair == "" {
			continue
		}
		if len(params) == maxParams {
			break
		}
		name, value, _ := strings.Cut(pair, "=")
		if p := r.param(in, unescape(name), unescape(value)); value != "" || Lookup(in, p.Name).Known {
			params = append(params, p)
		} else {
			params = append(params, nameless(in, pair))
		}
	}
	return params
}

func hasKnownName(in, encoded string) bool {
	for pair := range strings.SplitSeq(encoded, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if Lookup(in, unescape(name)).Known {
			return true
		}
	}
	return false
}

// nameless returns the masked record of a pair that has no value and an unknown name. It may be a
// secret that was sent without a name.
func nameless(in, pair string) Param {
	return Param{Name: "(no name)", In: in, Class: Credential, Len: len(pair), Masked: true}
}

// unescape returns s itself if it is not percent-encoded properly.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// body returns the parameters of a body, parsed according to its media type.
func (r *Recorder) body(c content) []Param {
	switch {
	case c.mediaType == "application/x-www-form-urlencoded":
		return r.form(InBody, string(c.raw))
	case isJSON(c.mediaType):
		params, _ := r.json(InBody, c.raw)
		return params
	case c.mediaType == "application/jwt" || strings.HasSuffix(c.mediaType, "+jwt"):
		return []Param{r.param(InBody, "token", string(c.raw))}
	}
	return nil
}

// json returns the members of a JSON object in their order. It returns false for other JSON
// documents.
func (r *Recorder) json(in string, raw []byte) ([]Param, bool) {
	d := jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if open, err := d.ReadToken(); err != nil || open.Kind() != jsontext.KindBeginObject {
		return nil, false
	}
	params := make([]Param, 0, 8)
	for d.PeekKind() != jsontext.KindEndObject {
		token, err := d.ReadToken()
		if err != nil {
			return params, false
		}
		name := token.String()
		value, raw, err := plainJSON(d, in, name)
		if err != nil {
			return params, false
		}
		if len(params) < maxParams {
			p := r.param(in, name, value)
			r.thumbprint(&p, raw)
			params = append(params, p)
		}
	}
	return params, true
}

// plainJSON reads the next value as text: strings without quotes, lists of strings separated by
// spaces, a JWK Set as its key ids, other structures as their size. It also returns the JSON of a
// structure, which is valid until d reads on.
func plainJSON(d *jsontext.Decoder, in, name string) (text string, raw []byte, err error) {
	kind := d.PeekKind()
	if kind == jsontext.KindNull {
		return "", nil, d.SkipValue()
	}
	if kind == jsontext.KindBeginObject || kind == jsontext.KindBeginArray {
		value, err := d.ReadValue()
		if err != nil {
			return "", nil, err
		}
		return structure(in, name, value), value, nil
	}
	token, err := d.ReadToken()
	if err != nil {
		return "", nil, err
	}
	return token.String(), nil, nil
}

// structure returns the text of a list or an object, as plainJSON describes.
func structure(in, name string, value []byte) string {
	var list []string
	var items []json.RawMessage
	var members map[string]json.RawMessage
	switch {
	case json.Unmarshal(value, &list) == nil:
		return strings.Join(list, " ")
	case name == "keys" && in == InBody && value[0] == '[':
		return keySet(value)
	case json.Unmarshal(value, &items) == nil:
		return "list of " + strconv.Itoa(len(items))
	}
	_ = json.Unmarshal(value, &members) // it was decoded before, so this cannot fail
	return "object of " + strconv.Itoa(len(members))
}

// keySet lists the key ids and algorithms of a JWK Set (RFC 7517 §5).
func keySet(value []byte) string {
	var keys []struct{ Kid, Alg, Use string }
	if json.Unmarshal(value, &keys) != nil {
		return "unreadable"
	}
	names := make([]string, 0, len(keys))
	for _, k := range keys {
		names = append(names, strings.TrimSpace(k.Kid+" "+k.Alg))
	}
	return strings.Join(names, ", ")
}

func mediaTypeOf(header string) string {
	mediaType, _, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	return mediaType
}

func isJSON(mediaType string) bool {
	return mediaType == "application/json" || strings.HasSuffix(mediaType, "+json")
}

// isRead reports whether bodies of this media type are parsed.
func isRead(mediaType string) bool {
	return mediaType == "application/x-www-form-urlencoded" || isJSON(mediaType) ||
		mediaType == "application/jwt" || strings.HasSuffix(mediaType, "+jwt")
}
