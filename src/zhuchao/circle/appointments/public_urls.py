"""Addresses of one's own page and of the counter that takes coupons."""

from django.urls import path

from zhuchao.circle.appointments import views_desk, views_me

urlpatterns = [
    path("me/", views_me.me, name="me"),
    path("me/points/join/", views_me.join, name="points_join"),
    path("me/points/leave/", views_me.leave, name="points_leave"),
    path("me/points/credit/", views_me.credit, name="points_credit"),
    path("me/points/draw/<int:number>/", views_me.draw, name="points_draw"),
    path("me/teams/<int:number>/leave/", views_me.leave_team, name="leave_team"),
    path("me/appointments/<int:number>/letter.docx", views_desk.paper, name="my_letter"),
    path("me/appointments/<int:number>/end/", views_desk.end, name="my_end"),
    path("shop/<slug:code>/coupons/", views_me.counter, name="shop_coupons"),
]
