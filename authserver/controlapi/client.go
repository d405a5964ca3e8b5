package controlapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

// Client calls the control API of a server over HTTP. A refusal is an *oauth.Error, whose description says
// in words what is wrong. In Go tests, authservertest does the same without another process.
type Client struct {
	Issuer string       // issuer identifier of the server, such as http://auth.localhost:9000
	Token  string       // control token of the server; "" for a server on this machine
	HTTP   *http.Client // sends the requests; nil: a client that can reach *.localhost
}

// ErrNoControlAPI means that the server has no control API: it runs in production, or it is not an
// authorization server of Quartet.
var ErrNoControlAPI = errors.New("the server has no control API; it exists in the dev profile only")

// Limits of one call.
const (
	timeout   = time.Minute // a queued fault or a slow client may delay a sign-in
	maxAnswer = 64 << 20    // bytes, for the recorded requests
)

// Issue returns a valid token.
func (c *Client) Issue(ctx context.Context, t Token) (Issued, error) {
	return call[Issued](ctx, c, http.MethodPost, "tokens", t)
}

// Forge returns a token with a flaw.
func (c *Client) Forge(ctx context.Context, f Forgery) (Issued, error) {
	return call[Issued](ctx, c, http.MethodPost, "forged-tokens", f)
}

// SignIn signs a user in without a browser.
func (c *Client) SignIn(ctx context.Context, s SignIn) (SignedIn, error) {
	return call[SignedIn](ctx, c, http.MethodPost, "sign-in", s)
}

// Logout ends all sessions and grants of a user, which is a username or a sub.
func (c *Client) Logout(ctx context.Context, user string) error {
	return c.do(ctx, http.MethodPost, "logout", Logout{User: user})
}

// PutUser adds a user, or replaces the user of the same sub. entry is encoded as JSON: the members of an
// entry of users in the seed file, all of which may be missing.
func (c *Client) PutUser(ctx context.Context, username string, entry any) error {
	return c.do(ctx, http.MethodPut, "users/"+url.PathEscape(username), entry)
}

// User returns a user without the password. If there is none, the error is oauth.NotFound.
func (c *Client) User(ctx context.Context, username string) (Entry, error) {
	return call[Entry](ctx, c, http.MethodGet, "users/"+url.PathEscape(username), nil)
}

// Users returns all users without their passwords.
func (c *Client) Users(ctx context.Context) ([]Entry, error) {
	list, err := call[Users](ctx, c, http.MethodGet, "users", nil)
	return list.Users, err
}

// RemoveUser removes a user, with all sessions, grants and consents. If there is none, the error is
// oauth.NotFound.
func (c *Client) RemoveUser(ctx context.Context, username string) error {
	return c.do(ctx, http.MethodDelete, "users/"+url.PathEscape(username), nil)
}

// PutClient adds a client, or replaces it. entry is encoded as JSON: the members of an entry of clients in
// the seed file (RFC 7591 §2).
func (c *Client) PutClient(ctx context.Context, id string, entry any) error {
	return c.do(ctx, http.MethodPut, "clients/"+url.PathEscape(id), entry)
}

// Client returns a client without its secret. If there is none, the error is oauth.NotFound.
func (c *Client) Client(ctx context.Context, id string) (Entry, error) {
	return call[Entry](ctx, c, http.MethodGet, "clients/"+url.PathEscape(id), nil)
}

// Clients returns all clients without their secrets.
func (c *Client) Clients(ctx context.Context) ([]Entry, error) {
	list, err := call[Clients](ctx, c, http.MethodGet, "clients", nil)
	return list.Clients, err
}

// RemoveClient removes a client, with all grants and consents that users gave it. If there is none, the
// error is oauth.NotFound.
func (c *Client) RemoveClient(ctx context.Context, id string) error {
	return c.do(ctx, http.MethodDelete, "clients/"+url.PathEscape(id), nil)
}

// PutResource adds a protected resource, or replaces it. entry is encoded as JSON: the members of an entry of
// resources in the seed file.
func (c *Client) PutResource(ctx context.Context, resource string, entry any) error {
	return c.do(ctx, http.MethodPut, "resources/"+url.PathEscape(resource), entry)
}

// PutScope adds a scope about the user, or replaces it. entry is encoded as JSON: the members of an entry of
// scopes in the seed file.
func (c *Client) PutScope(ctx context.Context, name string, entry any) error {
	return c.do(ctx, http.MethodPut, "scopes/"+url.PathEscape(name), entry)
}

// Fail makes the next request that the fault chooses go wrong. It returns the fault with its ID.
func (c *Client) Fail(ctx context.Context, f Fault) (Fault, error) {
	return call[Fault](ctx, c, http.MethodPost, "faults", f)
}

// Faults returns the faults that wait for a request, the oldest first.
func (c *Client) Faults(ctx context.Context) ([]Fault, error) {
	list, err := call[Faults](ctx, c, http.MethodGet, "faults", nil)
	return list.Faults, err
}

// RemoveFault removes a fault. If it no longer waits, the error is oauth.NotFound.
func (c *Client) RemoveFault(ctx context.Context, id string) error {
	return c.do(ctx, http.MethodDelete, "faults/"+url.PathEscape(id), nil)
}

// ClearFaults removes all faults.
func (c *Client) ClearFaults(ctx context.Context) error {
	return c.do(ctx, http.MethodDelete, "faults", nil)
}

// Requests returns the requests that the server received and that the filter chooses, in the order of
// their responses.
func (c *Client) Requests(ctx context.Context, f RequestFilter) ([]Request, error) {
	query := url.Values{}
	for name, value := range map[string]string{
		"endpoint": string(f.Endpoint), "client_id": f.Client, "path": f.Path, "status": strconv.Itoa(f.Status), "after": strconv.FormatInt(f.After, 10),
	} {
		if value != "" && value != "0" {
			query.Set(name, value)
		}
	}
	list, err := call[Requests](ctx, c, http.MethodGet, "requests?"+query.Encode(), nil)
	return list.Requests, err
}

// ClearRequests forgets the requests so far.
func (c *Client) ClearRequests(ctx context.Context) error {
	return c.do(ctx, http.MethodDelete, "requests", nil)
}

// RotateKeys makes the server sign with new keys.
func (c *Client) RotateKeys(ctx context.Context) error {
	return c.do(ctx, http.MethodPost, "keys/rotate", nil)
}

// Now returns the time of the server.
func (c *Client) Now(ctx context.Context) (time.Time, error) {
	clock, err := call[Clock](ctx, c, http.MethodGet, "clock", nil)
	return clock.Now, err
}

// Advance moves the clock of the server by d, rounded up to a whole second, and returns its time.
func (c *Client) Advance(ctx context.Context, d time.Duration) (time.Time, error) {
	clock, err := call[Clock](ctx, c, http.MethodPost, "clock", Advance{Seconds: int((d + time.Second - 1) / time.Second)})
	return clock.Now, err
}

// Reset takes the server back to the users, clients and state of its start; keys and clock stay.
func (c *Client) Reset(ctx context.Context) error {
	return c.do(ctx, http.MethodPost, "reset", nil)
}

// Export returns the state of the server, for Import.
func (c *Client) Export(ctx context.Context) (json.RawMessage, error) {
	return call[json.RawMessage](ctx, c, http.MethodGet, "state", nil)
}

// Import replaces the state of the server by one of Export. The server must have the same seal key and the
// same seed as the one that exported it.
func (c *Client) Import(ctx context.Context, state json.RawMessage) error {
	return c.do(ctx, http.MethodPut, "state", state)
}

func (c *Client) do(ctx context.Context, method, path string, body any) error {
	_, err := call[struct{}](ctx, c, method, path, body)
	return err
}

// call sends a request to /control/path. body may be nil.
func call[Out any](ctx context.Context, c *Client, method, path string, body any) (out Out, err error) {
	r, err := c.request(ctx, method, path, body)
	if err != nil {
		return out, err
	}
	client := localnet.NewClient(c.HTTP, localnet.Options{Timeout: timeout, MaxBody: maxAnswer})
	resp, err := client.Do(r)
	if err != nil {
		return out, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return out, err
	case resp.StatusCode >= http.StatusMultipleChoices:
		return out, refusal(resp, answer)
	case resp.StatusCode == http.StatusNoContent:
		return out, nil
	}
	return out, json.Unmarshal(answer, &out)
}

func (c *Client) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var content io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.Issuer, "/")+"/control/"+path, content)
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	return r, nil
}

// refusal returns the error in a response.
func refusal(resp *http.Response, body []byte) error {
	var e struct {
		Code        oauth.Code `json:"error"`
		Description string     `json:"error_description"`
	}
	if err := json.Unmarshal(body, &e); err != nil || e.Code == "" {
		return fmt.Errorf("the server answered %s without an error in JSON", resp.Status)
	}
	refused := e.Code.With(cmp.Or(e.Description, resp.Status)).WithStatus(resp.StatusCode)
	if isUnknownPath(resp.StatusCode, e.Description) {
		return fmt.Errorf("%w: %w", ErrNoControlAPI, refused)
	}
	return refused
}

// isUnknownPath recognizes the response to a path without a route. A user or client that does not exist is
// described by its name.
func isUnknownPath(status int, description string) bool {
	return status == http.StatusNotFound && description == "there is nothing at this address"
}
