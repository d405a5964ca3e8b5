package fault

import (
	"encoding/json"
	"fmt"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/jose/forge"
)

// change applies a fault to the content of a response.
func (q *Queue) change(c *content, f controlapi.Fault) (err error) {
	c.changed = true
	switch {
	case c.params != nil:
		c.changeParameters(f)
	case f.StaleJWKS:
		c.members = nil
		c.replace(q.keys.Outdated())
	case c.signed:
		var token string
		if token, err = q.resign(c.response.body.String(), f.Response); err == nil {
			c.replace([]byte(token))
		}
	default:
		err = q.changeMembers(c, f)
	}
	return err
}

// changeParameters changes the parameters of an authorization response.
func (c *content) changeParameters(f controlapi.Fault) {
	if f.Issuer != nil {
		c.params.Set("iss", *f.Issuer)
		if *f.Issuer == "" {
			c.params.Del("iss")
		}
	}
	for name, value := range f.Response {
		if value == nil {
			c.params.Del(name)
		} else {
			c.params.Set(name, fmt.Sprint(value))
		}
	}
}

// changeMembers changes the members of a JSON response, and the claims of its ID token.
func (q *Queue) changeMembers(c *content, f controlapi.Fault) error {
	changes := map[string]any{}
	for name, value := range f.Response {
		changes[name] = value
	}
	if f.IDToken != nil {
		token, err := q.resign(text(c.members["id_token"]), f.IDToken)
		if err != nil {
			return err
		}
		changes["id_token"] = token
	}
	for name, value := range changes {
		if value == nil {
			delete(c.members, name)
			continue
		}
		raw, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("fault: %w", err)
		}
		c.members[name] = raw
	}
	return nil
}

// resign changes claims of a token of this server, and signs it with the current key of its algorithm.
func (q *Queue) resign(raw string, claims map[string]any) (string, error) {
	token, err := forge.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("fault: %w", err)
	}
	alg, _ := token.Header["alg"].(string)
	key, err := q.keys.IDTokenKey(alg)
	if err != nil {
		return "", fmt.Errorf("fault: %w", err)
	}
	token.Header["kid"] = key.ID
	forge.Change(token.Claims, claims)
	return token.Sign(alg, key.Signer)
}

// send sends the response with what was changed.
func (c *content) send() error {
	if !c.changed {
		return c.response.send()
	}
	c.response.Header().Del("Etag") // that of the response before the change
	switch {
	case c.location != nil:
		c.location.RawQuery = c.params.Encode()
		c.response.Header().Set("Location", c.location.String())
	case c.params != nil:
		c.replace(withParameters(c.response.body.Bytes(), c.params))
	case c.members != nil:
		body, err := json.Marshal(c.members)
		if err != nil {
			return fmt.Errorf("fault: %w", err)
		}
		c.replace(body)
	}
	return c.response.send()
}

// replace replaces the body.
func (c *content) replace(body []byte) {
	c.response.body.Reset()
	c.response.body.Write(body)
}
