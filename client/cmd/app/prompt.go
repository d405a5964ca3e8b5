package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"quartet.example/client/cmd/internal/command"
)

const help = `  notes       list your notes
  add TEXT    write one
  delete ID   throw one away
  session     what the backend knows of this session
  logout      end it, and the program
`

// prompt does what the user types. The session ends with the program, which alone
// knows its id.
func prompt(ctx context.Context, b *backend, in io.Reader, out io.Writer) error {
	lines := read(ctx, in)
	for {
		fmt.Fprint(out, "> ")
		verb, rest, _ := strings.Cut(next(ctx, lines), " ")
		if verb == "logout" {
			return b.logout(context.WithoutCancel(ctx), out)
		}
		err := b.obey(ctx, verb, strings.TrimSpace(rest), out)
		if errors.Is(err, errSignedOut) {
			return err
		}
		if err != nil {
			fmt.Fprintln(out, command.Words(err))
		}
	}
}

// next is what the user typed, or what it means to go away.
func next(ctx context.Context, lines <-chan string) string {
	select {
	case line, more := <-lines:
		if more {
			return strings.TrimSpace(line)
		}
	case <-ctx.Done():
	}
	return "logout"
}

// read gives the lines of in, so that an interrupt need not wait for one.
func read(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(in); scanner.Scan(); {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}
