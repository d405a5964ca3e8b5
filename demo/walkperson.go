package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"quartet.example/inspector/flowview"
)

// keyboard reads lines that a person types.
type keyboard struct {
	in    io.Reader
	begun sync.Once
	lines chan string
}

var (
	errNoInput    = errors.New("the input has ended")
	errNoKeyboard = errors.New("--step waits for Enter, so it needs a terminal")
)

// isKeyboard reports whether a person can type into in.
func isKeyboard(in io.Reader) bool {
	file, ok := in.(*os.File)
	return ok && isTerminal(file)
}

// line waits for the next line, until ctx ends.
func (k *keyboard) line(ctx context.Context) (string, error) {
	k.begun.Do(func() {
		k.lines = make(chan string)
		go func() {
			defer close(k.lines)
			for lines := bufio.NewScanner(k.in); lines.Scan(); {
				k.lines <- lines.Text()
			}
		}()
	})
	select {
	case text, ok := <-k.lines:
		if !ok {
			return "", errNoInput
		}
		return text, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// pause waits for Enter before a message.
func (w *walker) pause(ctx context.Context, method, address string) error {
	_, _ = fmt.Fprintf(w.notes, "next: %s %s  (Enter) ", method, flowview.Printable(address))
	_, err := w.keys.line(ctx)
	return err
}

// person is the person at the terminal, who signs in with a browser of their own.
type person struct {
	keys  *keyboard
	notes io.Writer
}

// SignIn implements walk.Person. Without input, only the redirect ends the sign-in.
func (p person) SignIn(ctx context.Context, address string) (string, error) {
	_, _ = fmt.Fprintf(p.notes, "\nOpen this address in a browser, and sign in:\n\n  %s\n\nThen the browser comes back here by itself. If it cannot, paste the address that it shows: ", flowview.Printable(address))
	pasted, err := p.keys.line(ctx)
	if errors.Is(err, errNoInput) {
		<-ctx.Done()
	}
	if err != nil {
		return "", nil //nolint:nilerr // the redirect arrived, or may still arrive
	}
	_, _ = fmt.Fprintln(p.notes)
	return pasted, nil
}

// Open implements walk.Person.
func (p person) Open(_ context.Context, address, enter string) error {
	_, err := fmt.Fprintf(p.notes, "\nOpen this address in a browser:\n\n  %s\n\n", flowview.Printable(address))
	if enter != "" {
		_, err = fmt.Fprintf(p.notes, "and enter the code %s.\n\n", flowview.Printable(enter))
	}
	return err
}
