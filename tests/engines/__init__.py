"""Tests of the engines that tables can live on."""
