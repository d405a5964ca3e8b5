// Package commands runs the small programs of client/cmd against the whole stack,
// as a person does: the program as a process, the person as a scripted browser.
package commands
