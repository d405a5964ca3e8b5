package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"quartet.example/shared/localnet"
)

// connections is the number of connections that send requests at the same time, each for a user of its
// own. It is the flag -connections, also in the processes that are measured.
var connections = 16

// worker carries out one operation of one connection.
type worker func(ask) error

// ask makes a request and returns the answer, or an error unless it is a success or a redirect.
type ask func(*http.Request) (*answer, error)

type answer struct {
	header http.Header
	body   []byte
}

// drive lets each worker ask as fast as it is answered, for the given time, and
// returns how many operations there were. Any error ends the measurement.
func drive(ctx context.Context, d time.Duration, workers []worker) (int64, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var done atomic.Int64
	var group sync.WaitGroup
	deadline := time.Now().Add(d)
	client := newClient()
	defer client.CloseIdleConnections()
	for _, work := range workers {
		group.Go(func() {
			for time.Now().Before(deadline) && ctx.Err() == nil {
				if err := work(asker(ctx, client)); err != nil {
					stop(err)
					return
				}
				done.Add(1)
			}
		})
	}
	group.Wait()
	return done.Load(), context.Cause(ctx)
}

// newClient follows no redirect: where one leads is part of the answer.
func newClient() *http.Client {
	return &http.Client{Transport: transport(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func transport() *http.Transport {
	t := localnet.Transport()
	t.MaxIdleConnsPerHost, t.MaxConnsPerHost = connections, connections
	return t
}

func asker(ctx context.Context, client *http.Client) ask {
	return func(request *http.Request) (*answer, error) {
		response, err := client.Do(request.WithContext(ctx))
		if err != nil {
			return nil, err
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err == nil && response.StatusCode >= http.StatusBadRequest {
			err = fmt.Errorf("%s %s: %s: %s", request.Method, request.URL.Path, response.Status, body)
		}
		return &answer{response.Header, body}, err
	}
}

// once makes a request of the preparation.
func once(request *http.Request, err error) (*answer, error) {
	if err != nil {
		return nil, err
	}
	client := newClient()
	defer client.CloseIdleConnections()
	return asker(context.Background(), client)(request)
}

// get makes a request with headers, name and value in turn.
func get(target string, headers ...string) (*http.Request, error) {
	return with(http.MethodGet, target, "", headers)
}

// post makes a form request with client_secret_basic, where a client is given.
func post(target, clientID string, form url.Values) (*http.Request, error) {
	request, err := with(http.MethodPost, target, form.Encode(), []string{"Content-Type", "application/x-www-form-urlencoded"})
	if err == nil && clientID != "" {
		request.SetBasicAuth(clientID, secretOf(clientID))
	}
	return request, err
}

func with(method, target, body string, headers []string) (*http.Request, error) {
	request, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return request, nil
}
