// Command steady is the operating system of a heroin assisted treatment
// service, in one binary. It prints its own help; every command exits 0 when
// an answer was given, 1 when the input was understood and refused, and 2 when
// it could not be read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	_ "time/tzdata" // a clinic knows its clock changes also where the system has no zone files
)

// commands are the words after "steady"; each is made in a file of its own.
var commands = []command{
	doseCommand,
	packCommand,
	verifyCommand,
	witnessCommand,
	demoCommand,
	serveCommand,
	initCommand,
	registerCommand,
	timetableCommand,
	continuityCommand,
	rebuildCommand,
	benchCommand,
	voiceCommand,
	scoreCommand,
	statsCommand,
	labCommand,
	personCommand,
	ndtmsCommand,
	commissionerCommand,
}

// The exit codes of the command line contract.
const (
	answered   = 0 // an answer was given, whatever it says
	refused    = 1 // understood and refused, or a check failed
	unreadable = 2 // the input or the call cannot be read
)

// command is a word of the command line, with either commands below it or
// something to run.
type command struct {
	name    string
	summary string    // one line for the list
	usage   string    // what follows the name
	help    string    // paragraphs for its own help
	below   []command // the words that may follow
	run     func(c *call) int
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// call is one invocation: flags and operands are read, in any order.
type call struct {
	streams
	path     string // "steady dose decide"
	flags    *flag.FlagSet
	args     []string
	operands []string
}

func main() {
	os.Exit(run(streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

// run finds the command and runs it; it returns the exit code.
func run(s streams, args []string) int {
	root := command{
		name: "steady", summary: "the operating system of a heroin assisted treatment service", below: commands,
	}
	return root.do(s, "steady", args)
}

// do runs the command at path with what follows it.
func (c command) do(s streams, path string, args []string) int {
	if len(args) > 0 && (isHelp(args[0]) || args[0] == "help" && c.run == nil) {
		c.printHelp(s.out, path)
		return answered
	}
	if c.run != nil {
		return c.run(&call{streams: s, path: path, args: args, flags: flag.NewFlagSet(path, flag.ContinueOnError)})
	}
	if len(args) == 0 {
		c.printHelp(s.err, path)
		return unreadable
	}
	for _, b := range c.below {
		if b.name == args[0] {
			return b.do(s, path+" "+b.name, args[1:])
		}
	}
	var names []string
	for _, b := range c.below {
		names = append(names, b.name)
	}
	fmt.Fprintf(s.err, "%s: there is no command %q: write one of %s\n", path, args[0], strings.Join(names, ", "))
	return unreadable
}

func isHelp(word string) bool { return word == "-h" || word == "-help" || word == "--help" }

// printHelp prints what a command does and what may follow it.
func (c command) printHelp(w io.Writer, path string) {
	fmt.Fprintf(w, "%s - %s\n", path, c.summary)
	if c.run != nil {
		fmt.Fprintf(w, "\nusage: %s %s\n", path, c.usage)
	} else {
		fmt.Fprintf(w, "\nusage: %s COMMAND\n\n", path)
		for _, b := range c.below {
			fmt.Fprintf(w, "  %-10s %s\n", b.name, b.summary)
		}
		fmt.Fprintf(w, "\n\"%s COMMAND --help\" says more.\n", path)
	}
	if c.help != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(c.help))
	}
}

// parse reads flags and operands in any order, so that --json may stand on
// either side of a file name, and takes between least and most operands. It
// returns false after saying what is wrong; the command then exits 2.
func (c *call) parse(least, most int) bool {
	c.flags.SetOutput(io.Discard)
	rest := c.args
	for {
		if err := c.flags.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				err = errors.New("write --help directly after the command")
			}
			c.complain(err)
			return false
		}
		rest = c.flags.Args()
		if len(rest) == 0 {
			break
		}
		c.operands, rest = append(c.operands, rest[0]), rest[1:]
	}
	if len(c.operands) < least || len(c.operands) > most {
		c.complain(fmt.Errorf("%d operands given: write \"%s --help\" to see what it takes", len(c.operands), c.path))
		return false
	}
	return true
}

// complain writes one line to standard error.
func (c *call) complain(err error) {
	fmt.Fprintf(c.err, "%s: %s\n", c.path, strings.ReplaceAll(err.Error(), "\n", " "))
}

// maxInput bounds what is read of one document: four mebibytes.
const maxInput = 4 << 20

// read returns the content of a file, or of standard input for "-".
func (c *call) read(name string) ([]byte, error) {
	in := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err == nil && len(b) > maxInput {
		err = fmt.Errorf("%s: longer than %d bytes", name, maxInput)
	}
	return b, err
}
