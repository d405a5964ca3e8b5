package walk

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"quartet.example/demo/navigation"
)

// Person is the person at the terminal.
type Person interface {
	// SignIn shows the address, which the person opens in a browser. It returns the address to which the
	// authorization server sent the browser, if the person pastes it, or "" when ctx ends: then the
	// redirect arrived at this program.
	SignIn(ctx context.Context, address string) (pasted string, err error)

	// Open shows an address, which the person opens in a browser, and what to enter there, if it is not "".
	Open(ctx context.Context, address, enter string) error
}

var errNoPerson = errors.New("a person must sign in, and there is nobody at the terminal")

// byPerson lets the person sign in, and returns the code. The redirect arrives at the port of this machine,
// or the person pastes its address.
func (w *walker) byPerson(ctx context.Context, address string) (string, error) {
	if w.options.Person == nil {
		return "", errNoPerson
	}
	asking, stop := context.WithCancel(ctx)
	defer stop()
	pasted := make(chan error, 1)
	go func() {
		text, err := w.options.Person.SignIn(asking, address)
		if err == nil && text != "" {
			err = w.deliver(asking, text)
		}
		pasted <- err
	}()
	for {
		select {
		case got := <-w.callback.got:
			w.addReceived()
			if got.err != nil {
				return "", &Refused{Hop: w.hops[len(w.hops)-1], Why: got.err.Error()}
			}
			return got.code, nil
		case err := <-pasted:
			if err != nil {
				return "", err
			}
			pasted = nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// deliver opens the redirect URI with the response that the person pasted.
func (w *walker) deliver(ctx context.Context, pasted string) error {
	u, err := url.Parse(pasted)
	if err != nil || u.RawQuery == "" {
		return fmt.Errorf("that is not the address of a page after a sign-in: it has no parameters")
	}
	at := url.URL{Scheme: "http", Host: w.callback.host, Path: w.callback.path(), RawQuery: u.RawQuery}
	return w.browser.visit(ctx, &at, navigation.CrossSite)
}
