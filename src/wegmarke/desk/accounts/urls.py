"""Addresses about accounts. Those of django-allauth keep their names, so that its own pages find each other."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("language/", views.set_language, name="set_language"),
    path("account/", views.account, name="account"),
    path("account/tokens/add/", views.add_token, name="add_token"),
    path("account/tokens/<int:number>/remove/", views.remove_token, name="remove_token"),
    path("settings/people/", views.people, name="people"),
    path("settings/people/second-factor/", views.second_factor_rules, name="second_factor_rules"),
    path("settings/people/<int:number>/second-factor/", views.take_second_factor, name="take_second_factor"),
    path("settings/people/add/", views.person, name="add_person"),
    path("settings/people/<int:number>/", views.person, name="person"),
    path("settings/people/<int:number>/link/", views.person_link, name="person_link"),
]
