// Package report prints what a program got. It never prints a token: anybody who can read
// the terminal, or its scrollback, could use it (RFC 6750 §5.3).
package report

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"golang.org/x/oauth2"

	"quartet.example/client/cmd/internal/notes"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// Token prints what an access token allows. To a client a token is opaque (RFC 6749 §1.4).
// The claims are printed without verification, for demonstration only.
func Token(out io.Writer, token *oauth2.Token) {
	fmt.Fprintf(out, "access token: %s, good for %s\n", token.Type(), time.Until(token.Expiry).Round(time.Second))
	if scope, _ := token.Extra("scope").(string); scope != "" { // RFC 6749 §5.1
		line(out, "scope", scope)
	}
	var claims accesstoken.Claims
	if jose.Peek(token.AccessToken, accesstoken.MaxLength, &claims) != nil {
		fmt.Fprintln(out, "  it is not a JWT, so only the servers can read it")
		return
	}
	line(out, "iss", claims.Issuer)
	line(out, "sub", claims.Subject)
	line(out, "client_id", claims.ClientID)
	line(out, "aud", strings.Join(claims.Audience, " "))
}

func line(out io.Writer, name, value string) { fmt.Fprintf(out, "  %-10s %s\n", name, Plain(value)) }

// WhoAmI asks the API whom the token identifies.
func WhoAmI(ctx context.Context, out io.Writer, api notes.API) error {
	subject, err := api.WhoAmI(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "the API knows us as: %s\n", Plain(subject))
	return nil
}

// Notes lists the notes of the API's user.
func Notes(ctx context.Context, out io.Writer, api notes.API) error {
	list, err := api.List(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "notes: %d\n", len(list))
	for _, note := range list {
		fmt.Fprintf(out, "  %s  %s\n", note.CreatedAt.Format(time.DateTime), Plain(note.Text))
	}
	return nil
}

// Plain replaces the characters of s that a terminal could take for commands.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return '?'
	}, s)
}
