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

const connections = 16

// worker returns the next request of one connection. previous is the body of the last response.
type worker func(previous []byte) (*http.Request, error)

// drive sends requests of all workers concurrently for the duration d, and returns the number of
// responses. A status other than 200 ends the measurement with an error.
func drive(ctx context.Context, d time.Duration, workers []worker) (int64, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var done atomic.Int64
	var group sync.WaitGroup
	deadline := time.Now().Add(d)
	client := &http.Client{Transport: transport()}
	defer client.CloseIdleConnections()
	for _, next := range workers {
		group.Go(func() {
			var body []byte
			for time.Now().Before(deadline) && ctx.Err() == nil {
				var err error
				if body, err = ask(ctx, client, next, body); err != nil {
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

func transport() *http.Transport {
	t := localnet.Transport()
	t.MaxIdleConnsPerHost, t.MaxConnsPerHost = connections, connections
	return t
}

func ask(ctx context.Context, client *http.Client, next worker, previous []byte) ([]byte, error) {
	request, err := next(previous)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s %s: %s: %s", request.Method, request.URL.Path, response.Status, body)
	}
	return body, nil
}

// post returns a request with a form. If clientID is not empty, it uses client_secret_basic.
func post(target, clientID, secret string, form url.Values) (*http.Request, error) {
	request, err := http.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if clientID != "" {
		request.SetBasicAuth(clientID, secret)
	}
	return request, nil
}
