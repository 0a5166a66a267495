"""How well messages are recognised: examples named by their verdict, and what is made of them."""
