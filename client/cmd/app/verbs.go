package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"quartet.example/client/cmd/internal/report"
)

// note is one note of the notes API.
type note struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// obey executes one command. For an unknown command it prints the help.
func (b *backend) obey(ctx context.Context, verb, rest string, out io.Writer) error {
	switch verb {
	case "":
		return nil
	case "notes":
		return b.notes(ctx, out)
	case "add":
		var added note
		err := b.call(ctx, http.MethodPost, "/api/notes", map[string]string{"text": rest}, &added)
		return tell(err, out, "added %s\n", added.ID)
	case "delete":
		err := b.call(ctx, http.MethodDelete, "/api/notes/"+url.PathEscape(rest), nil, nil)
		return tell(err, out, "deleted %s\n", rest)
	case "session":
		return b.who(ctx, out)
	}
	fmt.Fprint(out, help)
	return nil
}

func (b *backend) notes(ctx context.Context, out io.Writer) error {
	var list struct {
		Notes []note `json:"notes"`
	}
	if err := b.call(ctx, http.MethodGet, "/api/notes", nil, &list); err != nil {
		return err
	}
	for _, n := range list.Notes {
		fmt.Fprintf(out, "  %s  %s\n", report.Plain(n.ID), report.Plain(n.Text))
	}
	fmt.Fprintf(out, "notes: %d\n", len(list.Notes))
	return nil
}

func (b *backend) who(ctx context.Context, out io.Writer) error {
	var s struct {
		Name    string    `json:"name"`
		Subject string    `json:"sub"`
		Issuer  string    `json:"iss"`
		Scope   string    `json:"scope"`
		Expires time.Time `json:"expires_at"`
	}
	err := b.call(ctx, http.MethodGet, "/session", nil, &s)
	return tell(err, out, "  name     %s\n  sub      %s\n  issuer   %s\n  scope    %s\n  expires  %s\n",
		s.Name, s.Subject, s.Issuer, s.Scope, s.Expires.Format(time.DateTime))
}

// logout ends the session at the backend, which revokes the tokens.
func (b *backend) logout(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return tell(b.call(ctx, http.MethodPost, "/logout", nil, nil), out, "signed out\n")
}

// tell prints the result of a command, or returns its error.
func tell(err error, out io.Writer, format string, words ...string) error {
	if err != nil {
		return err
	}
	args := make([]any, len(words))
	for i, word := range words {
		args[i] = report.Plain(word)
	}
	fmt.Fprintf(out, format, args...)
	return nil
}
