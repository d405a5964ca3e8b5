package endpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

// maxAnswer is the maximum size of a response, in bytes.
const maxAnswer = 2 << 20

// Options are the settings of an Endpoint. Issuer, ClientID, ClientSecret and Find are required.
type Options struct {
	Issuer                 string
	URL                    string       // "": found with Find
	Find                   Find         // reads the URL from a document of the issuer
	ClientID, ClientSecret string       // credentials for client_secret_basic
	HTTP                   *http.Client // nil: a default client
}

// Find returns the URL of the endpoint from a document of the issuer, or "" if the document does
// not name it. It returns an error if there is no such document or if it belongs to another issuer.
// Endpoint checks whether credentials may be sent to the URL.
type Find func(ctx context.Context, client *http.Client, issuer string) (string, error)

// Endpoint calls the endpoint. It is safe for concurrent use.
type Endpoint struct {
	Options
	client *http.Client
	found  atomic.Pointer[string]
}

// New returns all problems of the options in one error.
func New(o Options) (*Endpoint, error) {
	errs := []error{localnet.RequireConfidential("issuer", o.Issuer)}
	if o.URL != "" {
		errs = append(errs, localnet.RequireConfidential("endpoint", o.URL))
	}
	if o.ClientID == "" || o.ClientSecret == "" {
		errs = append(errs, errors.New("client: id and secret are required (RFC 7662 §2.1)"))
	}
	// A redirect could send our credentials to another server, so none is followed. There is no
	// timeout, because some calls wait on purpose; the context of each call limits it.
	return &Endpoint{Options: o, client: localnet.NewClient(o.HTTP, localnet.Options{MaxBody: maxAnswer})}, errors.Join(errs...)
}

// RefusedError is a response with another status than 200.
type RefusedError struct {
	Status     int
	Code       string        // the error code of RFC 6749 §5.2, "" if there is none
	RetryAfter time.Duration // 0 if the response has no Retry-After
}

func (e *RefusedError) Error() string {
	said := "the authorization server answered " + strconv.Itoa(e.Status)
	if e.Code != "" {
		said += " " + e.Code
	}
	return said
}

// Answer is a response with status 200.
type Answer struct {
	MediaType string // as sent
	Body      []byte
}

// Post sends the body with our credentials (RFC 6749 §2.3.1). It returns a *RefusedError for a
// status other than 200.
func (e *Endpoint) Post(ctx context.Context, contentType, accept string, body []byte) (Answer, error) {
	at, err := e.address(ctx)
	if err != nil {
		return Answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept", accept)
	req.SetBasicAuth(url.QueryEscape(e.ClientID), url.QueryEscape(e.ClientSecret))
	resp, err := e.client.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var said struct{ Error string }
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // read to the end, so that the connection can be reused
		_ = json.Unmarshal(body, &said)
		seconds, _ := strconv.ParseInt(resp.Header.Get("Retry-After"), 10, 64)
		return Answer{}, &RefusedError{Status: resp.StatusCode, Code: printableCode(said.Error), RetryAfter: oauth.Seconds(seconds)}
	}
	read, err := io.ReadAll(resp.Body)
	return Answer{MediaType: resp.Header.Get("Content-Type"), Body: read}, err
}

// printableCode returns an error code that is safe to log, or "": at most 64 lower case letters and
// underscores.
func printableCode(said string) string {
	if len(said) > 64 || strings.Trim(said, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	return said
}
