package report

import (
	"errors"
	"io"
	"os"
)

// Files are the flags of a command that choose the formats of its report. Text is always written, to
// standard output, or to standard error if another format goes to standard output.
type Files struct {
	JSON    string `placeholder:"FILE" help:"also write the report as JSON; - is standard output"`
	JUnit   string `name:"junit" placeholder:"FILE" help:"also write the report as JUnit XML; - is standard output"`
	Verbose bool   `short:"v" help:"also say what each attack was, and everything that was seen"`
}

// Text returns where the text goes. colour reports whether it may be in colour there: on a terminal.
func (f Files) Text(stdout, stderr io.Writer, colour func(io.Writer) bool) Text {
	w := stdout
	if f.JSON == "-" || f.JUnit == "-" {
		w = stderr
	}
	return Text{W: w, Colour: colour(w), Verbose: f.Verbose}
}

// Write writes the report in the chosen formats.
func (f Files) Write(stdout io.Writer, r *Report) error {
	return errors.Join(write(stdout, f.JSON, r.WriteJSON), write(stdout, f.JUnit, r.WriteJUnit))
}

// End writes the end of the text and the chosen formats. It returns an error of the writers, and otherwise
// that of r.Err.
func (f Files) End(stdout io.Writer, text Text, r *Report) error {
	if err := errors.Join(text.End(r), f.Write(stdout, r)); err != nil {
		return err
	}
	return r.Err()
}

// List writes all defences: as JSON if that goes to standard output, and otherwise as text.
func (f Files) List(stdout io.Writer, text Text, all []Defence) error {
	if f.JSON == "-" {
		return WriteList(stdout, all)
	}
	return text.List(all)
}

// write calls format with the named file, standard output for "-", and does nothing for "".
func write(stdout io.Writer, name string, format func(io.Writer) error) error {
	switch name {
	case "":
		return nil
	case "-":
		return format(stdout)
	}
	file, err := os.Create(name) // the user names the file
	if err != nil {
		return err
	}
	return errors.Join(format(file), file.Close())
}
