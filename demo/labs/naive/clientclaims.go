package naive

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// verify verifies the ID token as OIDC Core §3.1.3.7 says, except for the holes.
func (c *Client) verify(ctx context.Context, t tokens, nonce string) (map[string]any, error) {
	parts := strings.Split(t.IDToken, ".")
	if len(parts) != 3 {
		return nil, errors.New("not a token")
	}
	if err := c.checkSignature(ctx, parts); err != nil {
		return nil, err
	}
	claims, err := c.claims(parts[1])
	if err != nil {
		return nil, err
	}
	if err := c.Defences.require(ctx, "client.nonce.match", claims["nonce"] == nonce); err != nil {
		return nil, err
	}
	return claims, c.judge(claims, nonce, hashOf(t.AccessToken))
}

// judge compares the claims.
func (c *Client) judge(claims map[string]any, nonce, atHash string) error {
	now := c.Now()
	for _, rule := range []struct {
		name       string
		skip, good bool
	}{
		{"iss", c.Holes.SkipIss, claims["iss"] == c.Issuer},
		{"aud", c.Holes.SkipAud, c.isFor(claims["aud"])},
		{"azp", c.Holes.SkipAzp, claims["azp"] == nil || claims["azp"] == c.ClientID},
		{"exp", c.Holes.SkipExp, now.Before(date(claims["exp"]))},
		{"iat", c.Holes.SkipIat, claims["iat"] != nil && !now.Add(time.Minute).Before(date(claims["iat"]))},
		{"sub", c.Holes.SkipSub, claims["sub"] != nil && claims["sub"] != ""},
		{"nonce", c.Holes.SkipNonce, claims["nonce"] == nonce},
		{"at_hash", c.Holes.SkipAtHash, claims["at_hash"] == nil || claims["at_hash"] == atHash},
	} {
		if !rule.skip && !rule.good {
			return fmt.Errorf("%s is wrong", rule.name)
		}
	}
	return nil
}

func (c *Client) isFor(aud any) bool {
	if list, isList := aud.([]any); isList {
		return len(list) > 0 && list[0] == c.ClientID && (len(list) == 1 || c.Holes.OtherAuds)
	}
	return aud == c.ClientID
}

func date(claim any) time.Time {
	seconds, _ := claim.(float64)
	return time.Unix(int64(seconds), 0)
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}

// claims decodes a part of a token. encoding/json takes the last of two members.
func (c *Client) claims(part string) (map[string]any, error) {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, err
	}
	claims := map[string]any{}
	if err := json.Unmarshal(raw, &claims); err != nil {
		return nil, err
	}
	if c.Holes.AnyCase {
		for name, value := range claims {
			claims[strings.ToLower(name)] = value
		}
	}
	if c.Holes.FirstClaim {
		return firsts(raw)
	}
	return claims, nil
}

// firsts decodes an object and takes the first of two members.
func firsts(raw []byte) (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	claims := map[string]any{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if _, known := claims[name.(string)]; !known {
			claims[name.(string)] = value
		}
	}
	return claims, nil
}
