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
  delete ID   delete one
  session     show what the backend stores about this session
  logout      end the session and the program
`

// prompt executes what the user types. At the end it ends the session, because only this program
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

// next returns the next line that the user types, or "logout" at the end of the input or after an
// interrupt.
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

// read returns a channel with the lines of in, so that an interrupt does not have to wait for a line.
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
