// Package ui is the page of the client: what it is for who is signed out, their
// notes for who is signed in. It works without scripts; with them, adding and
// deleting a note does not load the page again, and a session that ends does
// not cost what was typed.
package ui
